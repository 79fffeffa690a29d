import type * as v from "valibot";
import { markOf } from "./marks.ts";
import { type Node, nodeOf } from "./node.ts";
import { type Rule, rewrite } from "./rewrite.ts";

/**
 * What is put on the wire or into a row: later fields are left out while they have the value that their absence means, and everything
 * that a reader of contract `reader` does not know is left out too. Whether it may be is asked before, by `neededBy`.
 */
export const written = (
  schema: v.GenericSchema,
  value: unknown,
  { reader = Number.POSITIVE_INFINITY }: { reader?: number } = {},
): unknown => rewrite(nodeOf(schema), value, ruleFor(reader));

const ruleFor = (reader: number): Rule => ({
  keeps: (node, value) => {
    if (value === undefined) return false;
    const mark = node && markOf(node);
    if (mark?.ageing === "retired") return false;
    return mark?.ageing !== "field" || (mark.since <= reader && !isAbsent(node, value));
  },
  word: (word, { mark }) => ((mark.since[word] ?? 1) <= reader ? word : mark.unknown),
});

/** Equal to what its absence is read as. */
export function isAbsent(node: Node | undefined, value: unknown): boolean {
  const absent = typeof node?.default === "function" ? node.default() : node?.default;
  return JSON.stringify(absent) === JSON.stringify(value);
}
