import { posix } from "node:path";
import type { Node } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { type MeasuredFunction, measure } from "../measure.ts";
import type { Module } from "../module.ts";
import { isHeldPure } from "../purity.ts";
import { eachModule } from "../rule.ts";

/** Ceilings in lines for one kind of file. */
interface Ceiling {
  kind: string;
  file: number;
  function: number;
  script?: number;
}

function ceilingFor(module: Module): Ceiling {
  const { path } = module;
  if (/\.(test|spec|suite)\.ts$/.test(path)) return { kind: "test", file: 600, function: 60 };
  if (path.endsWith(".svelte")) return { kind: "svelte", file: 350, function: 70, script: 120 };
  if (isHeldPure(module)) return { kind: "pure", file: 250, function: 50 };
  if (path.endsWith(".routes.ts")) return { kind: "routes", file: 300, function: 70 };
  return { kind: "source", file: 300, function: 70 };
}

const maxDepth = 3;

/** Files and functions stay small enough to hold in mind; each kind has its ceiling. */
export const sizes = eachModule((module) => {
  const ceiling = ceilingFor(module);
  const { lines, scriptLines, functions } = measure(module);
  const findings: Finding[] = [];
  const add = (line: number, message: string) => findings.push({ path: module.path, line, rule: "sizes", message });
  if (lines > ceiling.file) {
    add(
      1,
      `${lines} lines, the ceiling for a ${ceiling.kind} file is ${ceiling.file}; split it by what changes together`,
    );
  }
  if (ceiling.script && scriptLines > ceiling.script) {
    add(1, `${scriptLines} lines of script, the ceiling is ${ceiling.script}; move logic to a .svelte.ts or .ts file`);
  }
  for (const each of functions) checkFunction(each, { module, ceiling, add });
  return findings;
});

interface Context {
  module: Module;
  ceiling: Ceiling;
  add(line: number, message: string): void;
}

function checkFunction(measured: MeasuredFunction, { module, ceiling, add }: Context): void {
  const { name, line, lines, depth, parameters, isTestGroup } = measured;
  if (!isTestGroup && lines > ceiling.function) {
    add(line, `${name} has ${lines} lines, the ceiling here is ${ceiling.function}; name its parts`);
  }
  if (depth > maxDepth)
    add(line, `${name} nests ${depth} deep, the ceiling is ${maxDepth}; return early or name the inner part`);
  // A platform calls an entry's handlers with its own parameter list.
  const isEntry = posix.basename(module.path).startsWith("entry.");
  if (!isEntry && ceiling.kind !== "test" && hasTooManyPositions(parameters)) {
    add(line, `${name} takes ${parameters.length} positions; take at most two, then one object`);
  }
}

function hasTooManyPositions(parameters: Node[]): boolean {
  const named = parameters.filter((each) => !(each.type === "Identifier" && each.name === "this"));
  // Features read `(db, teamId, id)` and `(deps, actor, input)`: the handle in front is where they work, not what they are told.
  const own = named[0] && isHandle(named[0]) ? named.slice(1) : named;
  const third = own[2];
  if (!third) return false;
  return own.length > 3 || !isObjectParameter(third);
}

const handles = /^(Database|Deps|TestDeps|ApiClient)$/;

/** `db: Database`, `deps: Deps`, or a destructured `Pick<Deps, …>`. */
function isHandle(parameter: Node): boolean {
  if (!("typeAnnotation" in parameter)) return false;
  const annotation = parameter.typeAnnotation;
  const type = annotation && "typeAnnotation" in annotation ? annotation.typeAnnotation : undefined;
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
  const [inner] = type.typeArguments?.params ?? [];
  const isPick = type.typeName.name === "Pick" && inner?.type === "TSTypeReference";
  const name = isPick && inner.typeName.type === "Identifier" ? inner.typeName.name : type.typeName.name;
  return handles.test(name);
}

/** `{ a, b }`, or something with an object's type: an options bag, a signal, a handle, or a callback. */
function isObjectParameter(parameter: Node): boolean {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  if (target.type === "ObjectPattern" || target.type === "RestElement") return true;
  if (target.type !== "Identifier" || !("typeAnnotation" in target)) return false;
  return /^(TSTypeReference|TSTypeLiteral|TSFunctionType)$/.test(target.typeAnnotation?.typeAnnotation.type ?? "");
}
