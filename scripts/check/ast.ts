import type { Node } from "oxc-parser";

/** The dotted name of an identifier or a plain member chain (`crypto.randomUUID`), or undefined for anything else. */
export function rootAndPath(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ChainExpression") return rootAndPath(node.expression);
  if (node.type !== "MemberExpression") return undefined;
  const object = rootAndPath(node.object);
  const property = memberName(node);
  return object !== undefined && property !== undefined ? `${object}.${property}` : undefined;
}

/** The property a member expression reads, also when written as `["name"]`. */
export function memberName(node: Node): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return literalText(node.property);
}

/** The text of a string literal or of a template without expressions. */
export function literalText(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** True for text put together from parts: a template with expressions, a sum, or a join. */
export function isBuiltText(node: Node): boolean {
  if (node.type === "ParenthesizedExpression") return isBuiltText(node.expression);
  if (node.type === "TemplateLiteral") return node.expressions.length > 0;
  if (node.type === "BinaryExpression") return node.operator === "+";
  return node.type === "CallExpression" && ["join", "concat"].includes(memberName(node.callee) ?? "");
}
