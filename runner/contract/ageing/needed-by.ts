import type * as v from "valibot";
import { markOf } from "./marks.ts";
import { chosen, isRecord, type Node, nodeOf, unwrapped } from "./node.ts";
import { isAbsent } from "./written.ts";

/** The oldest contract that can say all of `value`: what is not used is not asked of a reader. */
export const neededBy = (schema: v.GenericSchema, value: unknown): number => needed(nodeOf(schema), value);

function needed(node: Node, value: unknown): number {
  const inner = unwrapped(node);
  const mark = markOf(inner);
  if (mark?.ageing === "words") return typeof value === "string" ? (mark.since[value] ?? 1) : 1;
  if (mark?.ageing === "values") return typeof value === "string" && !mark.isOld(value) ? mark.since : 1;
  if (Array.isArray(value)) return highest(value.map((each) => (inner.item ? needed(inner.item, each) : 1)));
  if (!isRecord(value)) return 1;
  const shape = inner.type === "variant" ? chosen(inner, value) : inner;
  const own = shape && markOf(shape);
  const since = own?.ageing === "shape" ? own.since : 1;
  return highest([since, ...Object.entries(value).map(([key, field]) => neededByField(shape, key, { field }))]);
}

function neededByField(shape: Node | undefined, key: string, { field }: { field: unknown }): number {
  const node = shape?.entries?.[key] ?? (shape?.type === "record" ? shape.value : undefined);
  if (!node || field === undefined) return 1;
  const mark = markOf(node);
  if (mark?.ageing === "retired") return 1;
  if (mark?.ageing !== "field") return needed(node, field);
  if (mark.older === "drop" || isAbsent(node, field)) return 1;
  return highest([mark.since, needed(node, field)]);
}

const highest = (numbers: number[]) => Math.max(1, ...numbers);
