import { type TSType, Visitor } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/** The only product files that may assert a type; each does it in one named function. */
const castHomes = /(^|\/)(cast|brand)\.ts$/;

const isConst = (type: TSType): boolean =>
  type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";

/** No `any` anywhere; no assertion outside the named helpers and tests. */
export const casts = eachModule((module) => {
  const findings: Finding[] = [];
  const mayAssert = isTest(module.path) || castHomes.test(module.path);
  const add = (node: { start: number }, message: string) =>
    findings.push({ path: module.path, line: module.lineOf(node.start), rule: "casts", message });
  const addAssertion = (node: { start: number }, what: string) => {
    if (!mayAssert) add(node, `${what} outside cast.ts or brand.ts; narrow the value or parse it with valibot`);
  };
  new Visitor({
    TSAnyKeyword: (node) => add(node, "`any` switches the checker off; use unknown and narrow it"),
    TSAsExpression: (node) => {
      if (!isConst(node.typeAnnotation)) addAssertion(node, "an `as` assertion");
    },
    TSTypeAssertion: (node) => addAssertion(node, "a `<T>` assertion"),
    TSNonNullExpression: (node) => addAssertion(node, "a non-null `!`"),
  }).visit(module.program);
  for (const comment of module.comments) {
    if (/^\s*@ts-(ignore|nocheck|expect-error)\b/.test(comment.value) && !isTest(module.path)) {
      add(comment, "a comment silences the compiler; fix the type instead");
    }
  }
  return findings;
});
