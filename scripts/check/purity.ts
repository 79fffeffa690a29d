import { posix } from "node:path";
import { Visitor } from "oxc-parser";
import { rootAndPath } from "./ast.ts";
import type { Import, Module } from "./module.ts";
import { isTest, relativeTarget } from "./places.ts";

export interface Effect {
  line: number;
  what: string;
}

/** Rooms in which everything decides: whoever puts a file there has it held pure. */
const pureRoom = /^(runner\/contract\/|(api|runner)\/src\/(.+\/)?(rules|plan|ports)\/)/;
const pureName = /(^render|\.schemas)\.ts$/;
/** First line of any other file that is held. */
const mark = "pure";

/** Whether a file is held to have no effects: by its room, by its name, or by `// pure` in its first line. */
export function isHeldPure({ path, comments, lineOf }: Pick<Module, "path" | "comments" | "lineOf">): boolean {
  if (isTest(path)) return false;
  if (pureRoom.test(path) || pureName.test(posix.basename(path))) return true;
  const [first] = comments;
  return first !== undefined && lineOf(first.start) === 1 && first.value.trim() === mark;
}

const effectPackages =
  /^(node:|hono|drizzle-orm|@libsql|ssh2|dockerode|docker-modem|tar-stream|@grpc|resend|better-auth|@octokit|undici|cloudflare:|@fairlead\/db$|@fairlead\/runner\/state-lock)/;

/** Of packages that can do more: what only reckons with what it is given. */
const reckoning: Record<string, readonly string[]> = {
  "node:buffer": ["Buffer", "isUtf8"],
  "node:path": ["posix"],
  "node:net": ["BlockList", "isIP", "isIPv4", "isIPv6"],
  "node:crypto": ["createHash", "createHmac", "hkdfSync", "timingSafeEqual"],
};

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

function isEffectImport({ specifier, names, isTypeOnly }: Import): boolean {
  if (isTypeOnly || !effectPackages.test(specifier)) return false;
  // A bare import runs the whole of it.
  return names.length === 0 || !names.every((name) => reckoning[specifier]?.includes(name));
}

/** Everything in a file's own text that its answer could depend on beside what it is given, or that takes time. */
export function effectsOf(module: Module): Effect[] {
  const effects: Effect[] = module.imports
    .filter(isEffectImport)
    .map((each) => ({ line: each.line, what: `an import of ${each.specifier}` }));
  const add = (node: { start: number }, what: string) => effects.push({ line: module.lineOf(node.start), what });
  const waits = (node: { start: number; async: boolean }) => node.async && add(node, "an async function");
  new Visitor({
    FunctionDeclaration: waits,
    FunctionExpression: waits,
    ArrowFunctionExpression: waits,
    CallExpression(node) {
      const name = rootAndPath(node.callee);
      if (name && effectCalls.has(name)) add(node, `${name}()`);
    },
    NewExpression(node) {
      const name = rootAndPath(node.callee);
      if (name === "Date" && node.arguments.length === 0) add(node, "new Date() without a time");
      if (name === "Promise") add(node, "new Promise()");
    },
    MemberExpression(node) {
      const name = rootAndPath(node);
      if (name && /^(process|console|Deno|Bun|Promise)\.\w+$/.test(name)) add(node, name);
    },
  }).visit(module.program);
  return effects.toSorted((a, b) => a.line - b.line);
}

/** The first effect that a file brings in from another one, at whatever distance. */
export function borrowedEffect(
  path: string,
  walk: { byPath: ReadonlyMap<string, Module>; seen: Set<string> },
): string | undefined {
  const module = walk.byPath.get(path);
  if (!module || walk.seen.has(path)) return undefined;
  walk.seen.add(path);
  // A held neighbour's own effects are reported where they are written.
  const own = isHeldPure(module) ? undefined : effectsOf(module)[0];
  if (own) return `${own.what} (${path}:${own.line})`;
  for (const each of module.imports) {
    const target = each.isTypeOnly ? undefined : relativeTarget(path, each.specifier);
    const found = target === undefined ? undefined : borrowedEffect(target, walk);
    if (found) return found;
  }
  return undefined;
}

/** Pure in fact, whether held to it or not. */
export const isPureInFact = (module: Module, byPath: ReadonlyMap<string, Module>): boolean =>
  effectsOf(module).length === 0 && borrowedEffect(module.path, { byPath, seen: new Set() }) === undefined;
