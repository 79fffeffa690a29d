import type { Addition } from "./additions.ts";

/** New files, and how many lines of each other file were added or taken away. */
export interface Touched {
  newFiles: readonly string[];
  changed: readonly { path: string; lines: number }[];
}

/** `numstat` and `summary` as git prints them: of a patch by `git apply`, of a folder by `git diff`. */
export function readTouched(text: string): Touched {
  const newFiles = [...text.matchAll(/^ create mode \d+ (.+)$/gm)].map(([, path = ""]) => path);
  const changed = [...text.matchAll(/^(\d+)\t(\d+)\t(.+)$/gm)]
    .map(([, more, fewer, path = ""]) => ({ path, lines: Number(more) + Number(fewer) }))
    .filter(({ path }) => !newFiles.includes(path));
  return { newFiles, changed };
}

export const linesOf = ({ changed }: Touched) => changed.reduce((sum, { lines }) => sum + lines, 0);

/** A sentence for each way in which it touches more than it may. */
export function complaintsOf({ name, goal }: Addition, touched: Touched): string[] {
  const { newFiles, changed } = touched;
  const lines = linesOf(touched);
  const made = `${name} makes ${newFiles.length} files, and may make ${goal.newFiles}: ${newFiles.join(", ")}`;
  const where = changed.map((each) => `${each.path} (${each.lines})`).join(", ");
  const edited = `${name} changes ${lines} lines of what is there, and may change ${goal.changedLines}: ${where}`;
  return [...(newFiles.length > goal.newFiles ? [made] : []), ...(lines > goal.changedLines ? [edited] : [])];
}
