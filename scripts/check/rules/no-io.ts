import { Visitor } from "oxc-parser";
import { rootAndPath } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isPure, relativeTarget } from "../places.ts";

interface Effect {
  line: number;
  what: string;
}

const effectPackages =
  /^(node:|hono|drizzle-orm|@libsql|ssh2|dockerode|docker-modem|tar-stream|@grpc|resend|better-auth|@octokit|undici|cloudflare:)/;

const effectCalls = new Set([
  "fetch",
  "globalThis.fetch",
  "Date.now",
  "Date",
  "performance.now",
  "Math.random",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "globalThis.crypto.randomUUID",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
]);

/** Pure files, and every file they pull in at run time, touch no clock, chance, network, disk or process. */
export function noIo(modules: Module[]): Finding[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  return modules
    .filter((module) => isPure(module.path))
    .flatMap((module) => [...ownEffects(module), ...borrowedEffects(module, byPath)]);
}

function ownEffects(module: Module): Finding[] {
  return effectsOf(module).map(({ line, what }) => ({
    path: module.path,
    line,
    rule: "no-io",
    message: `${what} in a file that decides; pass the value in, and do the work in the verb, step or apply.ts that calls it`,
  }));
}

/** A pure file that imports an impure neighbour is not pure, however clean its own text is. */
function borrowedEffects(module: Module, byPath: Map<string, Module>): Finding[] {
  return module.imports.flatMap((each) => {
    const target = relativeTarget(module.path, each.specifier);
    if (each.isTypeOnly || target === undefined) return [];
    const found = firstEffect(target, { byPath, seen: new Set([module.path]) });
    if (!found) return [];
    const message = `${each.specifier} brings in ${found}; import its types only, or move the pure part to its own file`;
    return [{ path: module.path, line: each.line, rule: "no-io", message }];
  });
}

function firstEffect(path: string, walk: { byPath: Map<string, Module>; seen: Set<string> }): string | undefined {
  const module = walk.byPath.get(path);
  if (!module || walk.seen.has(path)) return undefined;
  walk.seen.add(path);
  // A pure neighbour's own effects are reported where they are written.
  const own = isPure(path) ? undefined : effectsOf(module)[0];
  if (own) return `${own.what} (${path}:${own.line})`;
  for (const each of module.imports) {
    const target = each.isTypeOnly ? undefined : relativeTarget(path, each.specifier);
    const found = target === undefined ? undefined : firstEffect(target, walk);
    if (found) return found;
  }
  return undefined;
}

function effectsOf(module: Module): Effect[] {
  const effects: Effect[] = module.imports
    .filter((each) => !each.isTypeOnly && effectPackages.test(each.specifier))
    .map((each) => ({ line: each.line, what: `an import of ${each.specifier}` }));
  const add = (node: { start: number }, what: string) => effects.push({ line: module.lineOf(node.start), what });
  new Visitor({
    CallExpression(node) {
      const name = rootAndPath(node.callee);
      if (name && effectCalls.has(name)) add(node, `${name}()`);
    },
    NewExpression(node) {
      if (rootAndPath(node.callee) === "Date" && node.arguments.length === 0) add(node, "new Date() without a time");
    },
    MemberExpression(node) {
      const name = rootAndPath(node);
      if (name && /^(process|console|Deno|Bun)\.\w+$/.test(name)) add(node, name);
    },
  }).visit(module.program);
  return effects;
}
