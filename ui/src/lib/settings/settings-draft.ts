import {
  containerWords,
  type SettingGroup,
  type SettingWords,
  settingGroups,
} from "@fairlead/runner/contract/words/settings/index.ts";
import { type Typed, type Way, wayOf } from "./setting-inputs.ts";

export type SettingField = { name: string; path: string; words: SettingWords; way: Way };
/** By the name of the setting. */
export type SettingsDraft = Record<string, Typed>;

const all: readonly SettingField[] = Object.entries<SettingWords>(containerWords).flatMap(([name, words]) => {
  const way = wayOf(words.input);
  return way ? [{ name, path: `container.${name}`, words, way }] : [];
});

/** The settings that are drawn from their words alone, group by group. */
export const settingGroupsShown: readonly { group: SettingGroup; title: string; fields: readonly SettingField[] }[] =
  Object.entries(settingGroups).flatMap(([group, title]) => {
    const fields = all.filter(({ words }) => words.group === group);
    return fields.length === 0 ? [] : [{ group: fields[0]?.words.group ?? "start", title, fields }];
  });

export const settingPaths: readonly string[] = all.map(({ path }) => path);

/** Of what is stored, or of what is usual where the stored value is not known. */
export const settingsDraftOf = (stored: object): SettingsDraft =>
  Object.fromEntries(all.map(({ name, words, way }) => [name, way.write(Reflect.get(stored, name) ?? words.usual)]));

/** What is sent. A field that was left empty where something must stand is what is usual. */
export const settingsOf = (draft: SettingsDraft): Record<string, unknown> =>
  Object.fromEntries(all.map(({ name, path, words, way }) => [name, way.read(path, draft[name] ?? "") ?? words.usual]));

/** How many of them are not as usual: what a closed group tells. */
export const changedIn = (fields: readonly SettingField[], draft: SettingsDraft): number =>
  fields.filter(({ name, words, way }) => (draft[name] ?? "") !== way.write(words.usual)).length;

/** A value as it is typed, for an empty field to show. */
export const exampleOf = ({ words, way }: SettingField): string => String(way.write(words.example));
