import * as v from "valibot";

/** For tests of other packages: what a schema makes of a value, or its error. */
export const parsed = <const S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> =>
  v.parse(schema, value);
