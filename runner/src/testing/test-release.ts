import * as v from "valibot";
import { isRecord, type Node, nodeOf } from "../../contract/ageing/node.ts";
import { added, retired } from "../../contract/index.ts";

/** The field that the test releases know in every object of a message. */
const testField = "ofTheTestRelease";

/** A release that adds a field to every object of a message, or, after that one, has no use for it any more. */
export function testRelease<const S extends v.GenericSchema>(schema: S, does: { adds: number } | "retires"): S {
  const field = does === "retires" ? retired() : added(does.adds, { as: v.nullable(v.string()), absent: null });
  return withField(nodeOf(schema), nodeOf(field)) as unknown as S;
}

/** Schemas look at their own parts, so a copy with other parts is another schema; only a pipe must be made anew. */
function withField(node: Node, field: Node): Node {
  const { pipe, entries, options, item, value, wrapped } = node;
  if (pipe) {
    const [first, ...rest] = pipe as unknown as [Node, ...[]];
    return v.pipe(withField(first, field) as unknown as v.GenericSchema, ...rest) as unknown as Node;
  }
  const each = (inner: Node) => withField(inner, field);
  const fields = entries && Object.entries(entries).map(([key, inner]) => [key, each(inner)]);
  return {
    ...node,
    ...(fields ? { entries: { ...Object.fromEntries(fields), [testField]: field } } : {}),
    ...(node.type === "variant" && options ? { options: (options as Node[]).map(each) } : {}),
    ...(item ? { item: each(item) } : {}),
    ...(node.type === "record" && value ? { value: each(value) } : {}),
    ...(wrapped ? { wrapped: each(wrapped) } : {}),
  };
}

/** A message of that release, as it was parsed there, with the field used everywhere. */
export function usingTestField(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(usingTestField);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === testField ? "used" : usingTestField(inner)]),
  );
}
