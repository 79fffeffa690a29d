import * as v from "valibot";
import { isRecord, type Node } from "./node.ts";

/** How a part of the language came later, or goes. Read off the schema by everything in this folder. */
export type Mark =
  | { ageing: "field"; since: number; older: "wait" | "drop" }
  | { ageing: "shape"; since: number }
  | { ageing: "words"; since: Readonly<Record<string, number>>; unknown: string }
  | { ageing: "values"; since: number; isOld: (text: string) => boolean }
  | { ageing: "retired" };

/** What a field is for, as the document of the API tells it. */
export type TellingWords = { title: string; help: string; example: unknown };
export const toldBy = ({ title, help, example }: TellingWords) => ({ title, description: help, examples: [example] });

/**
 * A field that came with contract `since`. It is absent wherever it is written while it has the value `absent`, so an older reader
 * never meets it unless it is used. Used, a job that carries it waits for a runner that knows it; with `older: "drop"` an older
 * reader gets the message without it, which must mean no harm there.
 */
export const added = <const S extends v.GenericSchema, const D extends v.InferInput<S>>(
  since: number,
  { as, absent, older = "wait", words }: { as: S; absent: D; older?: "wait" | "drop"; words?: TellingWords },
) =>
  v.pipe(
    v.optional(as, () => absent),
    v.metadata({ mark: { ageing: "field", since, older }, ...(words ? toldBy(words) : {}) }),
  );

/** A further shape of a choice, e.g. a new kind of build. What uses it needs a runner of contract `since`. */
export const addedShape = <const S extends v.GenericSchema>(since: number, shape: S) =>
  v.pipe(shape, v.metadata({ mark: { ageing: "shape", since } }));

/**
 * Words that grow. A reader that does not know a word takes `unknown` in its place, and a writer that knows its reader to be older
 * writes that. `since` names the words that came after the first contract.
 */
export const growing = <const T extends readonly string[]>(
  words: T,
  { unknown, since = {} }: { unknown: NoInfer<T[number]>; since?: Partial<Record<NoInfer<T[number]>, number>> },
) => v.pipe(v.picklist(words), v.metadata({ mark: { ageing: "words", since: withoutGaps(since), unknown } }));

function withoutGaps(since: Partial<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(since).flatMap(([word, at]) => (at === undefined ? [] : [[word, at]])));
}

/**
 * A text of which more is taken than before. `from` says what every reader takes; a job with any other waits for a runner of contract
 * `since`.
 */
export const widened = <const S extends v.GenericSchema<string, string>>(
  since: number,
  { to, from }: { to: S; from: (text: string) => boolean },
) => v.pipe(to, v.metadata({ mark: { ageing: "values", since, isOld: from } }));

/** A field that is not used any more: read and forgotten, never written. It stays, so that what holds it can be read for ever. */
export const retired = () =>
  v.pipe(
    v.optional(
      v.pipe(
        v.unknown(),
        v.transform(() => undefined),
      ),
    ),
    v.metadata({ mark: { ageing: "retired" } }),
  );

const isMark = (value: unknown): value is Mark => isRecord(value) && typeof value.ageing === "string";

export function markOf({ pipe }: Node): Mark | undefined {
  for (const each of pipe ?? []) {
    if (!isRecord(each) || each.type !== "metadata" || !isRecord(each.metadata)) continue;
    if (isMark(each.metadata.mark)) return each.metadata.mark;
  }
  return undefined;
}
