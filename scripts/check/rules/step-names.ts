import { type Node, Visitor } from "oxc-parser";
import { literalText, memberName } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/** Where a deployment's steps are run and read. Jobs of one step call it by their own name. */
const watched = /^(runner\/src\/(?!jobs\/)|api\/src\/|ui\/src\/)/;

const message =
  "names a step of a deployment; take it from deployStep of runner/contract/procedure.ts, or ask for its mark (isMarked)";

/** A step has one name, in the contract: whoever wants to know more of it asks for its marks. */
export const stepNames = eachModule((module) => {
  if (!watched.test(module.path) || isTest(module.path)) return [];
  const findings: Finding[] = [];
  const add = (node: Node) =>
    findings.push({ path: module.path, line: module.lineOf(node.start), rule: "step-names", message });
  new Visitor({
    CallExpression(node) {
      const [first] = node.arguments;
      if (!first || !tellsSteps(module, node.callee)) return;
      if (literalText(first) !== undefined) add(first);
    },
    BinaryExpression(node) {
      if (!/^[!=]==?$/.test(node.operator)) return;
      const sides: Node[] = [node.left, node.right];
      if (sides.some(isStep) && sides.some((side) => literalText(side) !== undefined)) add(node);
    },
  }).visit(module.program);
  return findings;
});

/** `journal.step("…")` and `journal.skip("…")`. */
function tellsSteps({ path }: Module, callee: Node): boolean {
  const name = memberName(callee);
  return path.startsWith("runner/src/") && (name === "step" || name === "skip");
}

const isStep = (node: Node): boolean => memberName(node) === "step";
