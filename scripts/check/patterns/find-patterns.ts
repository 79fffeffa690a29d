import { type CallExpression, type NewExpression, type Node, Visitor } from "oxc-parser";
import { isBuiltText, literalText, memberName, rootAndPath } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { type ConstantTexts, constantTextsOf } from "./constant-texts.ts";
import type { FoundPattern } from "./pattern.ts";

/** Code that reads what other people, servers and forges wrote. */
export const readsForeignText = (path: string): boolean =>
  /^(api\/src|runner\/src|runner\/contract|db\/src)\/.*\.ts$/.test(path) && !isTest(path);

export interface Search {
  patterns: FoundPattern[];
  /** Expressions that cannot be known from the text of the code. */
  findings: Finding[];
}

/** Every regular expression of a module, also those that are put together from constants. */
export function findPatterns(module: Module): Search {
  const search: Search = { patterns: [], findings: [] };
  const textsOf = constantTextsOf(module);
  const known = new Set<Node>();
  const report = (node: { start: number }, message: string) =>
    search.findings.push({ path: module.path, line: module.lineOf(node.start), rule: "patterns", message });
  const add = (node: { start: number }, pattern: { source: string; flags: string }) =>
    search.patterns.push({ ...pattern, path: module.path, line: module.lineOf(node.start) });
  const construct = (node: NewExpression | CallExpression) => {
    known.add(node.callee);
    const built = builtPatterns(node.arguments, textsOf);
    if (built) for (const pattern of built) add(node, pattern);
    else report(node, unknowable);
  };
  const makes = (callee: Node) => callee.type === "Identifier" && callee.name === "RegExp";
  new Visitor({
    Literal(node) {
      if ("regex" in node && node.regex) add(node, { source: node.regex.pattern, flags: node.regex.flags });
    },
    TSTypeReference: ({ typeName }) => void known.add(typeName),
    BinaryExpression: ({ operator, right }) => void (operator === "instanceof" && known.add(right)),
    NewExpression(node) {
      if (makes(node.callee)) construct(node);
    },
    CallExpression(node) {
      if (makes(node.callee)) construct(node);
      else if (takesTextForPattern(node)) report(node, "a text is taken for a pattern here; write the pattern itself");
    },
    MemberExpression(node) {
      const name = memberName(node);
      if (name === "RegExp" || rootAndPath(node.object) === "RegExp") report(node, hidden);
      else if (name === "constructor" && node.object.type === "Literal" && "regex" in node.object) report(node, hidden);
    },
    Identifier(node) {
      if (node.name === "RegExp" && !known.has(node)) report(node, hidden);
    },
  }).visit(module.program);
  return search;
}

const unknowable =
  "a pattern that is put together from more than constants of this file; nobody can say what it costs. Compare texts instead";
const hidden = "RegExp is only ever called, with constants; under another name nobody finds its patterns";

/** `text.match("a+")` makes a pattern of a text. */
function takesTextForPattern({ callee, arguments: [given] }: CallExpression): boolean {
  if (callee.type !== "MemberExpression" || !/^(match|matchAll|search)$/.test(memberName(callee) ?? "")) return false;
  return given !== undefined && (literalText(given) !== undefined || isBuiltText(given));
}

function builtPatterns([source, flags]: readonly Node[], textsOf: ConstantTexts) {
  const sources = source && textsOf(source);
  const [flagText, ...others] = flags ? (textsOf(flags) ?? [undefined]) : [""];
  if (!sources || flagText === undefined || others.length > 0) return undefined;
  return sources.map((each) => ({ source: each, flags: flagText }));
}
