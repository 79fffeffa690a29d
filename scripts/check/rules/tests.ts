import { type CallExpression, type Node, Visitor } from "oxc-parser";
import { literalText, memberName } from "../ast.ts";
import type { Finding } from "../finding.ts";
import { eachModule } from "../rule.ts";

const banned: [pattern: RegExp, message: string][] = [
  [/^vi\.(mock|doMock|hoisted)$/, "module mocks test the mock; give the fake through Deps"],
  [/\.toMatch(Inline)?Snapshot$/, "a snapshot states no rule; compare the value the rule speaks of"],
  [
    /^(test|it|describe)\.(skip|todo|only)\b[^()]*$/,
    "a test that does not run shows nothing; make it run or delete it",
  ],
  [
    /(^|\.)(skip|skipIf|runIf)$/,
    "a test that is left out here and there says nothing; let it fail with what is missing, or name that with needsProgram()",
  ],
  [/^(setTimeout|sleep|delay)$/, "a sleep guesses; inject the clock or wait for the condition with until()"],
];

/** Tests state rules: no module mocks, no snapshots, no skipped tests, no sleeps. */
export const tests = eachModule((module) => {
  if (!/\.(test|spec|suite)\.ts$/.test(module.path)) return [];
  const findings: Finding[] = [];
  const add = (node: { start: number }, message: string) =>
    findings.push({ path: module.path, line: module.lineOf(node.start), rule: "tests", message });
  new Visitor({
    CallExpression(node) {
      const name = calledName(node.callee);
      const broken = banned.find(([pattern]) => pattern.test(name));
      if (broken) add(node, broken[1]);
      const early = isTest(name) ? earlyReturnOf(node) : undefined;
      if (early) add(early, "a test that returns early shows nothing and counts as passed; state what must hold first");
      const title = titleOf(node, name);
      if (title && /^should\b/i.test(title))
        add(node, "a test is named after the rule it shows, not what it should do");
    },
  }).visit(module.program);
  return findings;
});

/** `expect(row).not.toEqual` becomes "expect().not.toEqual", so that a pattern can speak of the whole chain. */
function calledName(callee: Node): string {
  if (callee.type === "CallExpression") return `${calledName(callee.callee)}()`;
  if (callee.type === "MemberExpression") return `${calledName(callee.object)}.${memberName(callee) ?? ""}`;
  return callee.type === "Identifier" ? callee.name : "";
}

const isTest = (name: string) => /^(test|it)(\.\w+|\(\))*$/.test(name);

function titleOf(call: CallExpression, name: string): string | undefined {
  const [title] = call.arguments;
  return title && isTest(name) ? literalText(title) : undefined;
}

/** A bare `return` of the test itself, also inside its conditions; what its helpers and callbacks do is their matter. */
function earlyReturnOf(call: CallExpression): Node | undefined {
  const body = call.arguments.at(-1);
  if (body?.type !== "ArrowFunctionExpression" && body?.type !== "FunctionExpression") return undefined;
  return body.body?.type === "BlockStatement" ? bareReturnIn(body.body) : undefined;
}

function bareReturnIn(statement: Node | null | undefined): Node | undefined {
  switch (statement?.type) {
    case "ReturnStatement":
      return statement.argument === null ? statement : undefined;
    case "BlockStatement":
      return statement.body.map(bareReturnIn).find((found) => found !== undefined);
    case "IfStatement":
      return bareReturnIn(statement.consequent) ?? bareReturnIn(statement.alternate);
    default:
      return undefined;
  }
}
