import { type Expression, type Function as FunctionNode, type ParamPattern, type Statement, Visitor } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

/** Decisions and edges take an actor too, but change nothing. */
const notFeatures = /^api\/src\/(rules|kit|testing)\//;

/**
 * A verb that knows who acts asks first whether they may. Its first line is `await allowOn(actor, …)` with the row that it is about, or
 * `allowInTeam(actor, …)` and `allowWithin(actor, …)` where there is none yet: a verb that is handed an id has one.
 */
export const verbs = eachModule((module) => {
  const isFeature = /^api\/src\/[^/]+\//.test(module.path) && !notFeatures.test(module.path);
  if (!isFeature || isTest(module.path) || /\.(store|schemas)\.ts$/.test(module.path)) return [];
  const findings: Finding[] = [];
  new Visitor({
    ExportNamedDeclaration({ declaration }) {
      const message = declaration?.type === "FunctionDeclaration" ? complaintOf(declaration) : undefined;
      if (declaration && message)
        findings.push({ path: module.path, line: module.lineOf(declaration.start), rule: "verbs", message });
    },
  }).visit(module.program);
  return findings;
});

function complaintOf({ async, params, body }: FunctionNode): string | undefined {
  if (!async || !params.some(isActor)) return undefined;
  const [first] = body?.body ?? [];
  const asked = first && calledFirst(first);
  if (!asked?.startsWith("allow"))
    return "a verb that takes an actor begins with allowOn, allowInTeam or allowWithin; nothing may happen before it";
  if (asked !== "allowOn" && params.some(takesId))
    return "a verb about one row loads it and then asks: its first line is await allowOn(actor, …, row) of kit/access/allow-on.ts";
  return undefined;
}

function isActor(parameter: ParamPattern): boolean {
  if (parameter.type !== "Identifier") return false;
  const type = parameter.typeAnnotation?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "Actor";
}

/** `{ id, … }` and `{ resourceId, … }`. */
const takesId = (parameter: ParamPattern): boolean =>
  parameter.type === "ObjectPattern" &&
  parameter.properties.some(
    (each) => each.type === "Property" && each.key.type === "Identifier" && /^id$|Id$/.test(each.key.name),
  );

/** The name of what a statement calls: alone, for a constant, or as the answer. */
function calledFirst(statement: Statement): string | undefined {
  if (statement.type === "ExpressionStatement") return calleeOf(statement.expression);
  if (statement.type === "ReturnStatement") return statement.argument ? calleeOf(statement.argument) : undefined;
  if (statement.type !== "VariableDeclaration") return undefined;
  const [{ init } = { init: null }] = statement.declarations;
  return init ? calleeOf(init) : undefined;
}

function calleeOf(expression: Expression): string | undefined {
  if (expression.type === "AwaitExpression") return calleeOf(expression.argument);
  if (expression.type !== "CallExpression" || expression.callee.type !== "Identifier") return undefined;
  return expression.callee.name;
}
