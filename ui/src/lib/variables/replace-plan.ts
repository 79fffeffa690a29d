import type { ReplaceVariables, VariableView } from "../api/types.ts";
import type { DiffLine } from "../ui/Diff.svelte";
import { type DotenvEntry, type DotenvProblem, formatDotenv, parseDotenv } from "./dotenv.ts";
import { readAs } from "./read-as.ts";

/** Stands for a value that is not shown; left as it is, the stored value is kept. */
export const hiddenValue = "••••••••";

export const toText = (variables: readonly VariableView[]) =>
  variables
    .map(({ key, value }) => (value === null ? `${key}=${hiddenValue}\n` : formatDotenv([{ key, value }])))
    .join("");

export type ReplacePlan = { body: Omit<ReplaceVariables, "revision">; changes: DiffLine[]; problems: DotenvProblem[] };

/** What saving a text would do to the stored set. New names are secret and given at run time until changed in the table. */
export function planReplace(current: readonly VariableView[], text: string): ReplacePlan {
  const { entries, problems } = parseDotenv(text);
  const stored = new Map(current.map((variable) => [variable.key, variable]));
  const variables = entries.map(({ key, value }) => {
    const known = stored.get(key);
    const isKept = value === hiddenValue && known !== undefined;
    return {
      key,
      value: isKept || (known && known.value === value) ? null : value,
      scope: known?.scope ?? ("runtime" as const),
      isSecret: known?.isSecret ?? true,
    };
  });
  const named = namer(entries, text);
  const lost = entries.filter(({ key, value }) => value === hiddenValue && !stored.has(key));
  const names = new Set(entries.map(({ key }) => key));
  const changes: DiffLine[] = [
    ...variables.filter(({ key }) => !stored.has(key)).map(({ key }) => ({ kind: "added" as const, text: named(key) })),
    ...variables
      .filter(({ key, value }) => stored.has(key) && value !== null)
      .map(({ key }) => ({ kind: "changed" as const, text: named(key) })),
    ...current.filter(({ key }) => !names.has(key)).map(({ key }) => ({ kind: "removed" as const, text: key })),
  ];
  return {
    body: { variables },
    changes,
    problems: [
      ...problems,
      ...lost.map(({ key, line }) => ({ line, message: `${key} has no stored value to keep: write the value itself` })),
    ],
  };
}

/** A name, and how its value was read where that differs from what was written: nobody should learn it from the process. */
function namer(entries: readonly DotenvEntry[], text: string): (key: string) => string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const read = new Map(entries.map(({ key, value, line }) => [key, readAs(lines[line - 1] ?? "", value)]));
  return (key) => {
    const shown = read.get(key) ?? null;
    return shown === null ? key : `${key} is read as ${shown}`;
  };
}
