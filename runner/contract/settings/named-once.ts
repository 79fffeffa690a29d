import * as v from "valibot";

type Named = { name: string };

/** A list of at most `most` things that have names, each named once. */
export const namedOnce = <const S extends v.GenericSchema<Named, Named>>(one: S, most: number) =>
  v.pipe(
    v.array(one),
    v.maxLength(most, `must be at most ${most}`),
    v.check((list) => new Set(list.map(({ name }) => name)).size === list.length, "must name each once"),
  );
