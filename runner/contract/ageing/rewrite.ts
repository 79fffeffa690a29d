import { type Mark, markOf } from "./marks.ts";
import { chosen, isRecord, type Node, unwrapped } from "./node.ts";

export type Rule = {
  /** Whether this field of an object is kept; `node` is undefined where the schema has no such field. */
  keeps: (node: Node | undefined, value: unknown) => boolean;
  /** What is put for a word of words that grow. */
  word: (word: string, given: { mark: Extract<Mark, { ageing: "words" }>; node: Node }) => string;
};

/** A copy of `value` without the fields that the rule does not keep. What does not fit its schema is left for the parser to refuse. */
export function rewrite(node: Node, value: unknown, rule: Rule): unknown {
  const inner = unwrapped(node);
  const mark = markOf(inner);
  if (mark?.ageing === "words") return typeof value === "string" ? rule.word(value, { mark, node: inner }) : value;
  if (Array.isArray(value)) {
    const { item } = inner;
    return item ? value.map((each) => rewrite(item, each, rule)) : value;
  }
  if (!isRecord(value)) return value;
  const shape = inner.type === "variant" ? chosen(inner, value) : inner;
  if (shape?.entries) return rewriteFields(shape.entries, value, rule);
  const each = shape?.type === "record" ? shape.value : undefined;
  return each ? mapFields(value, (field) => rewrite(each, field, rule)) : value;
}

function rewriteFields(entries: Record<string, Node>, value: Record<string, unknown>, rule: Rule) {
  const kept = Object.keys(value).flatMap((key): [string, unknown][] => {
    const node = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (!rule.keeps(node, value[key])) return [];
    return [[key, node ? rewrite(node, value[key], rule) : value[key]]];
  });
  return Object.fromEntries(kept);
}

const mapFields = (value: Record<string, unknown>, change: (field: unknown) => unknown) =>
  Object.fromEntries(Object.entries(value).map(([key, field]) => [key, change(field)]));
