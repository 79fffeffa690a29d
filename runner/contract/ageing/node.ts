import type * as v from "valibot";

/** What is asked of a schema to walk along it: the parts that valibot's schemas of objects, lists, choices and wrappers have. */
export type Node = {
  type: string;
  entries?: Record<string, Node>;
  options?: readonly unknown[];
  key?: unknown;
  item?: Node;
  value?: Node;
  wrapped?: Node;
  literal?: unknown;
  default?: unknown;
  pipe?: readonly unknown[];
};

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

export function nodeOf(schema: v.GenericSchema): Node {
  if (!isNode(schema)) throw new TypeError("A schema has a type.");
  return schema;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The options of a choice between shapes, those of nested choices among them. */
export const shapesOf = (node: Node): Node[] =>
  (node.options ?? []).filter(isNode).flatMap((each) => (each.type === "variant" ? shapesOf(each) : [each]));

/** The one option of a choice whose fixed word this value has. */
export function chosen(node: Node, value: Record<string, unknown>): Node | undefined {
  const { key } = node;
  if (typeof key !== "string") return undefined;
  return shapesOf(node).find((shape) => shape.entries?.[key]?.literal === value[key]);
}

/** A wrapper such as nullable leads to what it holds. */
export const unwrapped = (node: Node): Node => (node.wrapped ? unwrapped(node.wrapped) : node);
