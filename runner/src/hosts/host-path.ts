// pure

import { withoutTrailing } from "../../contract/index.ts";
import { HostFileError } from "./host-fault.ts";

/** Absolute POSIX path, no `.` or `..` parts, no control characters: what we may name on a server. */
export function requireHostPath(path: string): string {
  const isPlain = path.startsWith("/") && path.length <= 4_096 && !hasControl(path);
  if (!isPlain || path.split("/").some((part) => part === "." || part === "..")) {
    throw new HostFileError("bad-path", {
      path: JSON.stringify(path.slice(0, 200)),
      detail: "is not an absolute path",
    });
  }
  return path === "/" ? path : withoutTrailing(path, "/");
}

function hasControl(path: string): boolean {
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) < 32 || path.charCodeAt(i) === 127) return true;
  return false;
}

/** `/a/b/c` gives `/a`, `/a/b`, `/a/b/c`: the directories to make, in order. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join("/")}`);
}

export const parentOf = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf("/")));
export const baseOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** Folders, parents first, and files to make for a tree of `files` below `root`. */
export function planTree(root: string, files: readonly string[]): { folders: string[]; leaves: string[] } {
  const leaves = files.map((file) => requireHostPath(`${root}/${file}`));
  const folders = new Set([root]);
  for (const leaf of leaves)
    for (const folder of ancestorsOf(parentOf(leaf))) if (folder.length > root.length) folders.add(folder);
  return { folders: [...folders].sort((a, b) => a.length - b.length), leaves };
}
