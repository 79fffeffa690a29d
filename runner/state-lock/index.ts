export { FolderInUse } from "./folder-in-use.ts";
export { findHolder, holdFolder } from "./hold-folder.ts";
export { outliveOutput } from "./outlive-output.ts";
export { StateNotKept } from "./state-not-kept.ts";
export { type Disk, makeWhole, removeDrafts, type Writing, writeWhole } from "./whole-file.ts";
