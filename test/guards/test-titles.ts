import { type Node, parseSync, Visitor } from "oxc-parser";

/** How the tests and the groups of tests of a file are called, as it writes them: a row of a table stands there as `%s`. */
export function testTitles(path: string, text: string): string[] {
  const titles: string[] = [];
  const { program } = parseSync(path, text);
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      const written = title && /^(describe|test|it)$/.test(calledFirst(callee)) ? textOf(title) : undefined;
      if (written !== undefined) titles.push(written);
    },
  }).visit(program);
  return titles;
}

/** `test` of `test.each(rows)`. */
function calledFirst(callee: Node): string {
  if (callee.type === "CallExpression") return calledFirst(callee.callee);
  if (callee.type === "MemberExpression") return calledFirst(callee.object);
  return callee.type === "Identifier" ? callee.name : "";
}

function textOf(title: Node): string | undefined {
  if (title.type === "Literal") return typeof title.value === "string" ? title.value : undefined;
  if (title.type !== "TemplateLiteral") return undefined;
  return title.quasis.map(({ value }) => value.cooked ?? "").join("…");
}
