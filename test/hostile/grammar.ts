import { commands, marks, paths } from "./strings.ts";

/** A field that takes only what its grammar allows. `taken` shows that the grammar is not simply closed. */
export type Grammar = {
  what: string;
  /** Where the API takes it: route and field. */
  asked: readonly [route: string, field: string][];
  /** Where the runner reads it, in one of the payloads of payloads.ts. */
  planted?: readonly string[];
  refused: readonly string[];
  /** Refused by further rules of the API, which know more than the form of a text. */
  alsoRefused?: readonly string[];
  taken: readonly string[];
};

const anyHostile = [...Object.values(commands), ...Object.values(marks)].filter((text) => text !== "constructor");
/** Grammars of one word: nothing of the list fits them. */
export const noWord = [...anyHostile, ...Object.values(paths), "", " "];
export const without = (texts: readonly string[], ...harmless: string[]) =>
  texts.filter((text) => !harmless.includes(text));

export const applications = ["POST /api/v1/applications", "PATCH /api/v1/applications/{id}"];
export const servers = ["POST /api/v1/servers", "PATCH /api/v1/servers/{id}"];
export const sources = ["POST /api/v1/sources", "PATCH /api/v1/sources/{id}"];
export const at = (routes: readonly string[], field: string) => routes.map((route): [string, string] => [route, field]);
