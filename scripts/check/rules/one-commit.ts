import { type Node, Visitor } from "oxc-parser";
import { memberName } from "../ast.ts";
import type { Finding } from "../finding.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/** What the product runs; the contract's own two places declare it, for the compiler and for what comes in. */
const watched = /^(runner|api|db|ui)\//;
const declared = ["runner/contract/words/commit.ts", "runner/contract/step.ts"];

const message =
  "declares a commit once more; take Commit of runner/contract, or a part of it (Pick<Commit, …>, Commit.entries)";

/** A commit is declared once, and its fields are spelled the same everywhere. */
export const oneCommit = eachModule((module) => {
  if (!watched.test(module.path) || isTest(module.path) || declared.includes(module.path)) return [];
  const findings: Finding[] = [];
  const judge = (node: Node, keys: (string | undefined)[]) => {
    if (!tellsACommit(new Set(keys))) return;
    findings.push({ path: module.path, line: module.lineOf(node.start), rule: "one-commit", message });
  };
  new Visitor({
    TSTypeLiteral: (node) => judge(node, node.members.map(keyOf)),
    TSInterfaceBody: (node) => judge(node, node.body.map(keyOf)),
    CallExpression(node) {
      const [shape] = node.arguments;
      if (!/^(strict|loose)?[oO]bject$/.test(memberName(node.callee) ?? "")) return;
      if (shape?.type === "ObjectExpression") judge(node, shape.properties.map(keyOf));
    },
  }).visit(module.program);
  return findings;
});

function keyOf(node: Node): string | undefined {
  if (node.type !== "Property" && node.type !== "TSPropertySignature") return undefined;
  const { key } = node;
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

const ownIds = ["sha", "hash"];
const anyIds = ["id", "commit"];
const texts = ["message", "subject", "title"];
const times = ["committedAt", "committedAtMs", "authoredAt", "committed_date", "authored_date"];

/** By whatever names: an id that only commits have with anything that is told of one, or an id of anything with its author and its text. */
function tellsACommit(keys: ReadonlySet<string | undefined>): boolean {
  const has = (names: readonly string[]) => names.some((name) => keys.has(name));
  if (has(ownIds) && has(["author", ...texts, ...times])) return true;
  return has(anyIds) && (has(times) || (keys.has("author") && has(texts)));
}
