import type { FieldWords } from "@fairlead/runner/contract/words/settings/index.ts";
import type { Typed, Way, Ways } from "./plain-ways.ts";

/** A field as any form draws it. */
export type SettingField<W extends FieldWords = FieldWords> = { name: string; path: string; words: W; way: Way };
/** By the name of the field. */
export type SettingsDraft = Record<string, Typed>;

type Part<W extends FieldWords> = { part: string; words: Readonly<Record<string, W>>; ways: Ways };
/** Those that are drawn from their words alone. */
export const fieldsOf = <W extends FieldWords>({ part, words, ways }: Part<W>): SettingField<W>[] =>
  Object.entries(words).flatMap(([name, each]) => {
    const way = ways[each.input];
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

/** How many of them are not as usual: what a closed group tells. */
export const changedIn = (fields: readonly SettingField[], draft: SettingsDraft): number =>
  fields.filter(({ name, words, way }) => (draft[name] ?? "") !== way.write(words.usual)).length;

/** What an empty field shows: a value as it is typed. */
export const exampleOf = ({ words, way }: SettingField): string =>
  words.placeholder ?? String(way.write(words.example));
