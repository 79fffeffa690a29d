import {
  containerWords,
  type SettingGroup,
  type SettingWords,
  settingGroups,
} from "@fairlead/runner/contract/words/settings/index.ts";
import { type Typed, type Way, wayOf } from "./setting-inputs.ts";

/** A setting as any form draws it. */
export type FieldWords = Omit<SettingWords, "group">;
export type SettingField<W extends FieldWords = FieldWords> = { name: string; path: string; words: W; way: Way };
/** By the name of the setting. */
export type SettingsDraft = Record<string, Typed>;

/** Those that are drawn from their words alone. */
export const fieldsOf = <W extends FieldWords>(part: string, words: Readonly<Record<string, W>>): SettingField<W>[] =>
  Object.entries(words).flatMap(([name, each]) => {
    const way = wayOf(each.input);
    return way ? [{ name, path: `${part}.${name}`, words: each, way }] : [];
  });

/** Of what is stored, or of what is usual where the stored value is not known. */
export const typedOf = (fields: readonly SettingField[], stored: object): SettingsDraft =>
  Object.fromEntries(fields.map(({ name, words, way }) => [name, way.write(Reflect.get(stored, name) ?? words.usual)]));

/** What is sent. A field that was left empty where something must stand is what is usual. */
export const valuesOf = (fields: readonly SettingField[], draft: SettingsDraft): Record<string, unknown> =>
  Object.fromEntries(
    fields.map(({ name, path, words, way }) => [name, way.read(path, draft[name] ?? "") ?? words.usual]),
  );

const all = fieldsOf<SettingWords>("container", containerWords);

/** The settings that are drawn from their words alone, group by group. */
export const settingGroupsShown: readonly { group: SettingGroup; title: string; fields: readonly SettingField[] }[] =
  Object.entries(settingGroups).flatMap(([group, title]) => {
    const fields = all.filter(({ words }) => words.group === group);
    return fields.length === 0 ? [] : [{ group: fields[0]?.words.group ?? "start", title, fields }];
  });

export const settingPaths: readonly string[] = all.map(({ path }) => path);

export const settingsDraftOf = (stored: object): SettingsDraft => typedOf(all, stored);
export const settingsOf = (draft: SettingsDraft): Record<string, unknown> => valuesOf(all, draft);

/** How many of them are not as usual: what a closed group tells. */
export const changedIn = (fields: readonly SettingField[], draft: SettingsDraft): number =>
  fields.filter(({ name, words, way }) => (draft[name] ?? "") !== way.write(words.usual)).length;

/** A value as it is typed, for an empty field to show. */
export const exampleOf = ({ words, way }: SettingField): string => String(way.write(words.example));
