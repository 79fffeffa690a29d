import { type Function as FunctionNode, Visitor } from "oxc-parser";
import { memberName } from "../ast.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import type { Measure } from "./measure.ts";

const batches = new Set(["runBatch", "runBatchIf", "saveBatch"]);
/** `// two batches: <why>`, within the verb. */
const reason = /^\s*two batches: .{20,}/;

interface Verb {
  name: string;
  count: number;
  isReasoned: boolean;
}

function verbsOf(module: Module): Verb[] {
  const found: Verb[] = [];
  new Visitor({
    ExportNamedDeclaration({ declaration }) {
      if (declaration?.type !== "FunctionDeclaration" || !declaration.async || !takesActor(declaration)) return;
      const { start, end } = declaration;
      const isInside = (node: { start: number }) => node.start >= start && node.start < end;
      found.push({
        name: `${declaration.id?.name} (${module.path}:${module.lineOf(start)})`,
        count: batchesOf(module).filter(isInside).length,
        isReasoned: module.comments.some((comment) => isInside(comment) && reason.test(comment.value)),
      });
    },
  }).visit(module.program);
  return found;
}

const takesActor = ({ params }: FunctionNode): boolean =>
  params.some((each) => {
    const type = each.type === "Identifier" ? each.typeAnnotation?.typeAnnotation : undefined;
    return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "Actor";
  });

function batchesOf(module: Module): { start: number }[] {
  const calls: { start: number }[] = [];
  new Visitor({
    CallExpression(node) {
      const isNamed = node.callee.type === "Identifier" && batches.has(node.callee.name);
      if (isNamed || memberName(node.callee) === "batch") calls.push({ start: node.start });
    },
  }).visit(module.program);
  return calls;
}

/** What a verb writes is there whole or not at all: one batch, or a said reason for another. */
export function oneBatch(modules: Module[]): Measure {
  const verbs = modules
    .filter(({ path }) => path.startsWith("api/src/") && !isTest(path) && !path.endsWith(".store.ts"))
    .flatMap(verbsOf)
    .filter(({ count }) => count > 0);
  const torn = verbs.filter(({ count, isReasoned }) => count > 1 && !isReasoned);
  return {
    name: "verbs that write in one batch, or say why not",
    measured: `${verbs.length - torn.length} of ${verbs.length}`,
    goal: "all",
    isMet: torn.length === 0,
    isLost: torn.length > 0,
    missing: torn.map(({ name, count }) => `${name} writes in ${count} batches; say why in a comment "two batches: …"`),
  };
}
