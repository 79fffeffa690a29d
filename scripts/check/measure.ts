import { type ArrowFunctionExpression, type Function as FunctionNode, type Node, Visitor } from "oxc-parser";
import { memberName } from "./ast.ts";
import type { Module } from "./module.ts";

type AnyFunction = FunctionNode | ArrowFunctionExpression;

/** One function of a file. `depth` is the deepest nesting of control flow inside it, its callbacks not counted. */
export interface MeasuredFunction {
  name: string;
  line: number;
  lines: number;
  depth: number;
  /** Parameters of a named function; empty for a callback, whose shape its caller decides. */
  parameters: Node[];
  /** Holds tests (a describe callback, a shared suite): a list, not a function to hold in mind. */
  isTestGroup: boolean;
}

export interface Measured {
  lines: number;
  scriptLines: number;
  commentLines: number;
  functions: MeasuredFunction[];
}

const branches = new Set([
  "IfStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "WhileStatement",
  "DoWhileStatement",
  "SwitchStatement",
  "TryStatement",
]);

/** Counts lines, comment lines and functions. */
export function measure(module: Module): Measured {
  const commented = new Set<number>();
  for (const { start, end } of module.comments) {
    for (let line = module.lineOf(start); line <= module.lineOf(end); line++) commented.add(line);
  }
  return {
    lines: countLines(module.text),
    scriptLines: module.scriptText.split("\n").filter((line) => line.trim() !== "").length,
    commentLines: commented.size,
    functions: functionsOf(module),
  };
}

const countLines = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

function functionsOf(module: Module): MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  const names = new Map<Node, string>();
  const groups = new Set<Node>();
  const open: Node[] = [];
  const enter = (node: AnyFunction) => open.push(node);
  const leave = (node: AnyFunction) => {
    open.pop();
    if (!node.body) return;
    const name = names.get(node) ?? ("id" in node && node.id ? node.id.name : undefined);
    found.push({
      name: name ?? "callback",
      line: module.lineOf(node.start),
      lines: module.lineOf(node.end) - module.lineOf(node.start) + 1,
      depth: depthOf(node.body),
      parameters: name === undefined ? [] : node.params,
      isTestGroup: groups.has(node),
    });
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (init && id.type === "Identifier") names.set(init, id.name);
    },
    MethodDefinition({ key, value, override }) {
      // A library dictates the parameters of a method that overrides its own.
      if (override) return;
      names.set(value, key.type === "Identifier" ? key.name : "method");
    },
    CallExpression(node) {
      const around = open.at(-1);
      if (around && isTestCall(node.callee)) groups.add(around);
    },
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    "FunctionDeclaration:exit": leave,
    "FunctionExpression:exit": leave,
    "ArrowFunctionExpression:exit": leave,
  }).visit(module.program);
  return found;
}

/** `describe(…)`, `test.each(rows)(…)` and the like. */
function isTestCall(callee: Node): boolean {
  if (callee.type === "Identifier") return /^(describe|test|it)$/.test(callee.name);
  if (callee.type === "CallExpression") return isTestCall(callee.callee);
  return callee.type === "MemberExpression" && memberName(callee) !== undefined && isTestCall(callee.object);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Nested functions are measured on their own; `else if` continues its chain instead of nesting. */
function depthOf(node: Node): number {
  if (node.type.includes("Function")) return 0;
  const inner = Math.max(0, ...childrenOf(node).map(depthOf));
  if (node.type === "IfStatement" && node.alternate?.type === "IfStatement") {
    const own = Math.max(depthOf(node.test), depthOf(node.consequent)) + 1;
    return Math.max(own, depthOf(node.alternate));
  }
  return branches.has(node.type) ? inner + 1 : inner;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]).filter(isNode));
}
