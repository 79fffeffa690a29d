import { type Function as FunctionNode, type ParamPattern, type Statement, Visitor } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/** Decisions and edges take an actor too, but change nothing. */
const notFeatures = /^api\/src\/(rules|kit|testing)\//;

/** A verb that knows who acts asks first whether they may: its first line is `allow(actor, …)`. */
export const verbs = eachModule((module) => {
  const isFeature = /^api\/src\/[^/]+\//.test(module.path) && !notFeatures.test(module.path);
  if (!isFeature || isTest(module.path) || /\.(store|schemas)\.ts$/.test(module.path)) return [];
  const findings: Finding[] = [];
  new Visitor({
    ExportNamedDeclaration({ declaration }) {
      if (declaration?.type !== "FunctionDeclaration" || !isUnguardedVerb(declaration)) return;
      const message = "a verb that takes an actor begins with allow(actor, …); nothing may happen before it";
      findings.push({ path: module.path, line: module.lineOf(declaration.start), rule: "verbs", message });
    },
  }).visit(module.program);
  return findings;
});

function isUnguardedVerb({ async, params, body }: FunctionNode): boolean {
  const first = body?.body[0];
  return async && params.some(isActor) && !(first && isAllow(first));
}

function isActor(parameter: ParamPattern): boolean {
  if (parameter.type !== "Identifier") return false;
  const type = parameter.typeAnnotation?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "Actor";
}

function isAllow(statement: Statement): boolean {
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "CallExpression") return false;
  const { callee } = statement.expression;
  return callee.type === "Identifier" && callee.name.startsWith("allow");
}
