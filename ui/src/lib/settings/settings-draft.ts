import {
  containerWords,
  type SettingGroup,
  type SettingWords,
  settingGroups,
} from "@fairlead/runner/contract/words/settings/index.ts";
import { fieldsOf, type SettingField, type SettingsDraft, typedOf, valuesOf } from "./setting-fields.ts";
import { settingWays } from "./setting-inputs.ts";

const all = fieldsOf<SettingWords>({ part: "container", words: containerWords, ways: settingWays });

/** The settings that are drawn from their words alone, group by group. */
export const settingGroupsShown: readonly { group: SettingGroup; title: string; fields: readonly SettingField[] }[] =
  Object.entries(settingGroups).flatMap(([group, title]) => {
    const fields = all.filter(({ words }) => words.group === group);
    return fields.length === 0 ? [] : [{ group: fields[0]?.words.group ?? "start", title, fields }];
  });

export const settingPaths: readonly string[] = all.map(({ path }) => path);

export const settingsDraftOf = (stored: object): SettingsDraft => typedOf(all, stored);
export const settingsOf = (draft: SettingsDraft): Record<string, unknown> => valuesOf(all, draft);
