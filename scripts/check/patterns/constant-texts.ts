import { type Node, type TemplateLiteral, Visitor } from "oxc-parser";
import { literalText, rootAndPath } from "../ast.ts";
import type { Module } from "../module.ts";

/** Every text that an expression can be, when the module's own constants decide it; undefined when something else does. */
export type ConstantTexts = (node: Node) => string[] | undefined;

/** More combinations than this are no table of constants any more. */
const mostTexts = 200;

export function constantTextsOf(module: Module): ConstantTexts {
  const constants = constantsOf(module);
  const textsOf: ConstantTexts = (node) => {
    const plain = literalText(node);
    if (plain !== undefined) return [plain];
    if (node.type === "TemplateLiteral") return joined(templateParts(node, "cooked"), textsOf);
    if (node.type === "TaggedTemplateExpression" && rootAndPath(node.tag) === "String.raw")
      return joined(templateParts(node.quasi, "raw"), textsOf);
    if (node.type === "BinaryExpression" && node.operator === "+") return joined([node.left, node.right], textsOf);
    if (node.type === "TSAsExpression") return textsOf(node.expression);
    if (node.type === "Identifier") return bound(constants.get(node.name), textsOf);
    if (node.type !== "MemberExpression") return undefined;
    const object = node.object.type === "Identifier" ? constants.get(node.object.name) : undefined;
    return object && valuesOf(object, { textsOf, constants });
  };
  return textsOf;
}

const bound = (init: Node | undefined, textsOf: ConstantTexts) => (init ? textsOf(init) : undefined);

/** Only what stands at the top of a file and is never bound again is a constant. */
function constantsOf({ program }: Module): Map<string, Node> {
  const constants = new Map<string, Node>();
  for (const statement of program.body) {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "VariableDeclaration" || declared.kind !== "const") continue;
    for (const { id, init } of declared.declarations)
      if (id.type === "Identifier" && init) constants.set(id.name, init);
  }
  const inside: string[] = [];
  let depth = 0;
  const enter = ({ params }: { params: readonly Node[] }) => {
    depth++;
    inside.push(...params.flatMap(boundNames));
  };
  const leave = () => void depth--;
  new Visitor({
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    "FunctionDeclaration:exit": leave,
    "FunctionExpression:exit": leave,
    "ArrowFunctionExpression:exit": leave,
    VariableDeclarator: ({ id }) => void (depth > 0 && inside.push(...boundNames(id))),
  }).visit(program);
  for (const name of inside) constants.delete(name);
  return constants;
}

function boundNames(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "AssignmentPattern") return boundNames(pattern.left);
  if (pattern.type === "RestElement") return boundNames(pattern.argument);
  if (pattern.type === "ArrayPattern") return pattern.elements.flatMap((each) => (each ? boundNames(each) : []));
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((each) => boundNames(each.type === "Property" ? each.value : each));
}

type Known = { textsOf: ConstantTexts; constants: ReadonlyMap<string, Node> };
/** All values of an object literal, those of a constant that it spreads included: which of them is read is decided elsewhere. */
function valuesOf(init: Node, known: Known): string[] | undefined {
  const object = init.type === "TSAsExpression" || init.type === "TSSatisfiesExpression" ? init.expression : init;
  if (object.type !== "ObjectExpression") return undefined;
  const values = object.properties.map((each) => {
    if (each.type === "Property") return known.textsOf(each.value);
    const spread = each.argument.type === "Identifier" ? known.constants.get(each.argument.name) : undefined;
    return spread && valuesOf(spread, known);
  });
  return values.some((each) => each === undefined) ? undefined : values.flatMap((each) => each ?? []);
}

function templateParts({ quasis, expressions }: TemplateLiteral, form: "raw" | "cooked"): (Node | string)[] {
  return quasis.flatMap(({ value }, index) => [value[form] ?? "", ...(expressions[index] ? [expressions[index]] : [])]);
}

function joined(parts: readonly (Node | string)[], textsOf: ConstantTexts): string[] | undefined {
  let texts: string[] = [""];
  for (const part of parts) {
    const next = typeof part === "string" ? [part] : textsOf(part);
    if (!next || texts.length * next.length > mostTexts) return undefined;
    texts = texts.flatMap((text) => next.map((each) => text + each));
  }
  return texts;
}
