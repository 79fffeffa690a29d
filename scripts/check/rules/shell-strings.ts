import { type CallExpression, type Node, Visitor } from "oxc-parser";
import { isBuiltText, literalText, memberName, rootAndPath } from "../ast.ts";
import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { eachModule } from "../rule.ts";

/** The one file that may open an exec channel over SSH, and the table of fixed text that may cross it. */
const execChannelFile = "runner/src/hosts/ssh-connection.ts";
const execTable = "fixedCommands";

const spawners = new Set(["spawn", "spawnSync", "execFile", "execFileSync", "execa", "fork"]);
const shells = /^(\/(usr\/)?bin\/(env )?)?(ba|da|z|k|a)?sh$/;

type Report = (node: { start: number }, message: string) => void;

/** No code path builds a shell string from data, nor hands one to anything that would run it. */
export const shellStrings = eachModule((module) => {
  const findings: Finding[] = [];
  const report: Report = (node, message) =>
    findings.push({ path: module.path, line: module.lineOf(node.start), rule: "shell-strings", message });
  const childProcess = childProcessNames(module);
  const patterns = regexNames(module);
  new Visitor({
    ImportDeclaration(node) {
      if (!/^(node:)?child_process$/.test(node.source.value) || node.importKind === "type") return;
      const names = node.specifiers.flatMap((each) => (each.type === "ImportSpecifier" ? [each.imported] : []));
      const shell = names.find((name) => name.type === "Identifier" && /^exec(Sync)?$/.test(name.name));
      if (shell) report(node, "exec runs a shell; use execFile or spawn with an argv array");
    },
    Property(node) {
      const name = node.key.type === "Identifier" ? node.key.name : literalText(node.key);
      const isOff = node.value.type === "Literal" && node.value.value === false;
      if (name === "shell" && !isOff && isOption(node.value)) {
        report(node, "`shell` hands the arguments to a shell; leave it off and pass an argv array");
      }
    },
    CallExpression(node) {
      checkExec(node, { module, patterns, childProcess, report });
      checkSpawn(node, report);
    },
    ArrayExpression(node) {
      checkShellArgv(node.elements, report);
    },
  }).visit(module.program);
  return findings;
});

/** `{ shell: input }` is a pattern elsewhere; only values a spawn option can take are meant. */
const isOption = (value: Node): boolean => value.type === "Literal" || value.type === "TemplateLiteral";

interface ExecContext {
  module: Module;
  patterns: Set<string>;
  childProcess: Set<string>;
  report: Report;
}

function checkExec(call: CallExpression, { module, patterns, childProcess, report }: ExecContext): void {
  const callee = call.callee;
  if (callee.type !== "MemberExpression") return;
  const method = memberName(callee);
  const receiver = rootAndPath(callee.object);
  if (method === "execSync" || (method === "exec" && receiver && childProcess.has(receiver))) {
    report(call, "exec runs a shell; use execFile or spawn with an argv array");
    return;
  }
  if (method !== "exec") return;
  const [command] = call.arguments;
  const isRegex = (callee.object.type === "Literal" && "regex" in callee.object) || patterns.has(receiver ?? "");
  if (isRegex || (command && (isArgv(command) || isFixed(command, module.path)))) return;
  report(
    call,
    `.exec() with a command that is not an entry of ${execTable} in ${execChannelFile}; use the Docker API or SFTP (for a regular expression write text.match(pattern))`,
  );
}

/** An argv array, or Docker's exec options that hold one: no shell reads either. */
const isArgv = (argument: Node): boolean => argument.type === "ArrayExpression" || argument.type === "ObjectExpression";

const isFixed = (argument: Node, path: string): boolean =>
  path === execChannelFile && argument.type === "MemberExpression" && rootAndPath(argument.object) === execTable;

function checkSpawn(call: CallExpression, report: Report): void {
  const name = call.callee.type === "Identifier" ? call.callee.name : memberName(call.callee);
  const [command, args] = call.arguments;
  if (!name || !spawners.has(name) || !command) return;
  if (isBuiltText(command) && args?.type !== "ArrayExpression") {
    report(command, "a command put together from text; name the program and pass an argv array");
  }
  if (args?.type !== "ArrayExpression" || !shells.test(literalText(command) ?? "")) return;
  const script = scriptAfterDashC(args.elements);
  if (script && literalText(script) === undefined)
    report(script, "a shell script that is not fixed text; pass the values as argv");
}

/** An argv array such as a container's `Cmd`: a whole user command may pass, text built around data may not. */
function checkShellArgv(elements: (Node | null)[], report: Report): void {
  const [program] = elements;
  if (!program || !shells.test(literalText(program) ?? "")) return;
  const script = scriptAfterDashC(elements);
  if (script && isBuiltText(script))
    report(script, "a shell script built around data; pass the data as further arguments");
}

function scriptAfterDashC(elements: (Node | null)[]): Node | undefined {
  const at = elements.findIndex((element) => element && /^-[a-z]*c$/.test(literalText(element) ?? ""));
  return at === -1 ? undefined : (elements[at + 1] ?? undefined);
}

function childProcessNames(module: Module): Set<string> {
  const names = new Set<string>();
  new Visitor({
    ImportDeclaration(node) {
      if (!/^(node:)?child_process$/.test(node.source.value)) return;
      for (const each of node.specifiers) if (each.type !== "ImportSpecifier") names.add(each.local.name);
    },
  }).visit(module.program);
  return names;
}

/** Names bound to a regular expression in this file, whose `.exec` is a search. */
function regexNames(module: Module): Set<string> {
  const names = new Set<string>();
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== "Identifier" || !init) return;
      const isLiteral = init.type === "Literal" && "regex" in init;
      const isBuilt = init.type === "NewExpression" && rootAndPath(init.callee) === "RegExp";
      if (isLiteral || isBuilt) names.add(id.name);
    },
  }).visit(module.program);
  return names;
}
