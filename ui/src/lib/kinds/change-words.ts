import { buildWords } from "@fairlead/runner/contract/words/builds/index.ts";
import { containerWords, healthWords } from "@fairlead/runner/contract/words/settings/index.ts";
import type { ChangeView } from "../api/types.ts";

const titlesOf = (part: string, words: Readonly<Record<string, { title: string }>>) =>
  Object.entries(words).map(([name, { title }]) => [`${part}.${name}`, title] as const);
const titles = new Map<string, string>([
  ["build.kind", "Built as"],
  ...Object.values(buildWords)
    .flatMap(({ fields }) => titlesOf("build", fields))
    .map(([path, title]) => [path, `Build › ${title}`] as const),
  ...titlesOf("container", containerWords),
  ...titlesOf("health", healthWords).map(([path, title]) => [path, `Health check › ${title.toLowerCase()}`] as const),
]);

/** What it is about: a setting by its title, or the words of its path; a variable and a domain by their name. */
export function nameOfChange({ area, path }: Pick<ChangeView, "area" | "path">): string {
  if (area !== "settings") return path.slice(path.indexOf(".") + 1);
  const title = titles.get(path);
  if (title !== undefined) return title;
  const words = path.replaceAll(".", " › ").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const kindOfBuild = (word: string): string =>
  Object.entries(buildWords).find(([each]) => each === word)?.[1].title ?? word;

/** What it was and what it will be, as far as that may be read. */
export function valuesOfChange(change: ChangeView): string {
  const { area, kind } = change;
  const [before, after] = [change.before, change.after].map((value) =>
    change.path === "build.kind" && value !== null ? kindOfBuild(value) : value,
  );
  if (area === "variables" && before === null && after === null) return kind;
  if (kind === "added") return after ?? "added";
  if (kind === "removed") return area === "settings" ? `${before ?? ""} → none` : "removed";
  return before === null ? `changed to ${after ?? ""}` : `${before} → ${after ?? "none"}`;
}
