import type { SourceTree } from "../../sources/source-tree.ts";

/** The file whose rules hold, by its path in the repository. */
export type IgnoreFile = { path: string; text: string };

const maxBytes = 1_048_576;

/** The first of these files that the tree has. */
export async function readIgnoreFile(tree: SourceTree, names: readonly string[]): Promise<IgnoreFile | undefined> {
  for (const path of names) {
    const found = await tree.readFile(path, { maxBytes });
    if (found) return { path, text: found.toString("utf8") };
  }
  return undefined;
}
