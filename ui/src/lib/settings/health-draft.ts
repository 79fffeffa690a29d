import { type HealthWords, healthWords } from "@fairlead/runner/contract/words/settings/index.ts";
import { fieldsOf, type SettingField, type SettingsDraft, typedOf, valuesOf } from "./setting-fields.ts";
import { settingWays } from "./setting-inputs.ts";

const all: readonly SettingField<HealthWords>[] = fieldsOf<HealthWords>({
  part: "health",
  words: healthWords,
  ways: settingWays,
});

export const healthPaths: readonly string[] = all.map(({ path }) => path);
export const healthKinds = healthWords.kind.choices.map(([value, label]) => ({ value, label }));

/** What this way of asking reads, but for the way itself. */
export const healthFieldsOf = (draft: SettingsDraft): readonly SettingField<HealthWords>[] =>
  all.filter(({ name, words }) => name !== "kind" && (words.of?.some((kind) => kind === draft.kind) ?? true));

/** What everybody looks at; the rest is as usual mostly, and folded. */
const firstNames = (draft: SettingsDraft) => [
  "path",
  "command",
  "deadlineMs",
  ...(draft.kind === "tcp" ? ["port"] : []),
];
export function healthParts(draft: SettingsDraft) {
  const names = firstNames(draft);
  const fields = healthFieldsOf(draft);
  return {
    first: fields.filter(({ name }) => names.includes(name)),
    more: fields.filter(({ name }) => !names.includes(name)),
  };
}

/** Of what is stored, or of the usual check where there is none. */
export const healthDraftOf = (stored: object | null): SettingsDraft => typedOf(all, stored ?? {});

/** What is sent: what another way of asking reads stays as it is stored, whatever stands in its hidden fields. */
export function healthOf(draft: SettingsDraft): Record<string, unknown> {
  return { kind: draft.kind, ...valuesOf(healthFieldsOf(draft), draft) };
}
