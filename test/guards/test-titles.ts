import { type Node, parseSync, Visitor } from "oxc-parser";

/** How the tests and the groups of tests of a file are called, as it writes them, and the texts of the tables that some are called by. */
export function testTitles(path: string, text: string): string[] {
  const titles: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      if (!title || !/^(describe|test|it)$/.test(calledFirst(callee))) return;
      if (callee.type === "MemberExpression") return;
      titles.push(...textsIn(title));
      if (callee.type === "CallExpression") titles.push(...callee.arguments.flatMap(textsIn));
    },
  }).visit(parseSync(path, text).program);
  return titles;
}

/** `test` of `test.each(rows)`. */
function calledFirst(callee: Node): string {
  if (callee.type === "CallExpression") return calledFirst(callee.callee);
  if (callee.type === "MemberExpression") return calledFirst(callee.object);
  return callee.type === "Identifier" ? callee.name : "";
}

function textsIn(node: Node | null): string[] {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" ? [node.value] : [];
    case "TemplateLiteral":
      return [node.quasis.map(({ value }) => value.cooked ?? "").join("…")];
    case "ArrayExpression":
      return node.elements.flatMap((each) => textsIn(each));
    default:
      return [];
  }
}
