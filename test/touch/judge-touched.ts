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

/** Written by `npm run db:generate` and `npm run patterns`: nobody has to know these places. */
const isGenerated = (path: string) =>
  path.startsWith("db/migrations/") || path === "scripts/check/patterns/worst-cases.json";

export const linesOf = ({ changed }: Touched) =>
  changed.reduce((sum, { path, lines }) => sum + (isGenerated(path) ? 0 : lines), 0);

/** New files; those of a folder that comes with the addition are one. */
export function placesOf({ folders = [] }: Pick<Addition, "folders">, { newFiles }: Touched): string[] {
  const placeOf = (path: string) => folders.find((folder) => path.startsWith(`${folder}/`)) ?? path;
  return [...new Set(newFiles.filter((path) => !isGenerated(path)).map(placeOf))];
}

/** A sentence for each way in which it touches more than it may. */
export function complaintsOf(addition: Addition, touched: Touched): string[] {
  const { name, goal } = addition;
  const newFiles = placesOf(addition, touched);
  const changed = touched.changed.filter(({ path }) => !isGenerated(path));
  const lines = linesOf(touched);
  const made = `${name} makes ${newFiles.length} files, and may make ${goal.newFiles}: ${newFiles.join(", ")}`;
  const where = changed.map((each) => `${each.path} (${each.lines})`).join(", ");
  const edited = `${name} changes ${lines} lines of what is there, and may change ${goal.changedLines}: ${where}`;
  return [...(newFiles.length > goal.newFiles ? [made] : []), ...(lines > goal.changedLines ? [edited] : [])];
}
