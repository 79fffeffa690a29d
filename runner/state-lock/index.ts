export { FolderInUse } from "./folder-in-use.ts";
export { findHolder, holdFolder } from "./hold-folder.ts";
