import { Visitor } from "oxc-parser";
import { rootAndPath } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

interface Home {
  library: RegExp;
  home: RegExp;
  message: string;
}

/** Libraries that own a boundary, and the only files that may use them at run time. Tests are free. */
const homes: Home[] = [
  {
    library: /^drizzle-orm(\/|$)/,
    home: /^db\/|\.store\.ts$/,
    message: "drizzle is spoken in db/ and <feature>.store.ts only; add a function to the store and call it",
  },
  {
    library: /^@libsql\//,
    home: /^db\//,
    message: "the database is opened by db/ only; take the handle from Deps",
  },
  {
    library: /^(ssh2|dockerode|docker-modem)(\/|$)/,
    home: /^runner\/src\//,
    message: "servers are touched by runner/src only; queue a job instead",
  },
  {
    library: /^better-auth(\/|$)|^@better-auth\//,
    home: /^(api|db)\//,
    message: "sessions are the control plane's business; use api/src/auth",
  },
];

const connectFile = "runner/src/hosts/ssh-open.ts";
const environmentHomes = /(^|\/)(entry\.[\w-]+|config|main)\.ts$|\.config\.ts$|^scripts\//;

/** ssh2, drizzle, the database driver and the environment are each used in one place. */
export const libraryHomes = eachModule((module) => {
  if (isTest(module.path)) return [];
  return [...strayImports(module), ...hiddenImports(module), ...strayConnections(module), ...strayEnvironment(module)];
});

/** What is loaded by a made `require` is missing from the bundle, and nothing says so before it runs. */
function hiddenImports(module: Module): Finding[] {
  if (!/^(api|runner|db)\//.test(module.path)) return [];
  const message = "the bundle cannot follow createRequire; import the package, it may be CommonJS";
  return module.imports
    .filter((each) => each.specifier === "node:module" && each.names.includes("createRequire"))
    .map((each) => ({ path: module.path, line: each.line, rule: "library-homes", message }));
}

function strayImports(module: Module): Finding[] {
  return module.imports.flatMap((each) => {
    const broken = homes.find(({ library, home }) => library.test(each.specifier) && !home.test(module.path));
    if (!broken || each.isTypeOnly) return [];
    return [{ path: module.path, line: each.line, rule: "library-homes", message: broken.message }];
  });
}

/** Only the connect function verifies host keys, so only it may make a client. */
function strayConnections(module: Module): Finding[] {
  const usesSsh = module.imports.some((each) => each.specifier === "ssh2" && !each.isTypeOnly);
  if (!usesSsh || module.path === connectFile) return [];
  const findings: Finding[] = [];
  new Visitor({
    NewExpression(node) {
      const isClient = /(^|\.)Client$/.test(rootAndPath(node.callee) ?? "");
      const message = `an ssh2 Client outside ${connectFile} would skip the host key check; take a connection from there`;
      if (isClient)
        findings.push({ path: module.path, line: module.lineOf(node.start), rule: "library-homes", message });
    },
  }).visit(module.program);
  return findings;
}

function strayEnvironment(module: Module): Finding[] {
  if (environmentHomes.test(module.path)) return [];
  const lines: number[] = [];
  new Visitor({
    MemberExpression(node) {
      if (rootAndPath(node) === "process.env") lines.push(module.lineOf(node.start));
    },
  }).visit(module.program);
  for (const each of module.imports) {
    if (each.specifier === "node:process" && each.names.includes("env")) lines.push(each.line);
  }
  const message = "the environment is read once, in config.ts or an entry; take the value from Deps";
  return lines.map((line) => ({ path: module.path, line, rule: "library-homes", message }));
}
