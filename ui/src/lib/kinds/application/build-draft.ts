import { buildWords, type GitBuildWord, gitBuildWords } from "@fairlead/runner/contract/words/builds/index.ts";
import type { BuildInput } from "../../api/types.ts";
import { plainWays } from "../../settings/plain-ways.ts";
import { fieldsOf, type SettingField, type SettingsDraft, typedOf, valuesOf } from "../../settings/setting-fields.ts";

/** What a person says of a build of this kind. */
export const buildFieldsOf = (kind: GitBuildWord): readonly SettingField[] =>
  fieldsOf({ part: "build", words: buildWords[kind].fields, ways: plainWays });

const all = gitBuildWords.flatMap(buildFieldsOf);
export const buildPaths: readonly string[] = [...new Set(all.map(({ path }) => path))];

/** Fields of one name are one: a folder that was typed for one kind stands there for the next. */
export const buildDraftOf = (stored: object): SettingsDraft => typedOf(all, stored);

export const gitBuildOf = (kind: GitBuildWord, draft: SettingsDraft): BuildInput => ({
  kind,
  ...valuesOf(buildFieldsOf(kind), draft),
});
