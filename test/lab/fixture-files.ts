import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import type { FileTree } from "./forge/push.ts";

/** The files of one of the applications in `test/fixtures/apps`, some of them replaced or added. */
export async function fixtureFiles(name: string, replaced: FileTree = {}): Promise<FileTree> {
  const folder = join(import.meta.dirname, "../fixtures/apps", name);
  const { stdout } = await run(["find", folder, "-type", "f", "-printf", "%P\\0"]);
  const files: FileTree = {};
  for (const path of stdout.split("\0").filter(Boolean)) files[path] = await readFile(join(folder, path));
  return { ...files, ...replaced };
}
