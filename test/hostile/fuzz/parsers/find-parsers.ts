import { type Node, Visitor } from "oxc-parser";
import { literalText, memberName, rootAndPath } from "../../../../scripts/check/ast.ts";
import { type Module, parseModule } from "../../../../scripts/check/module.ts";
import { isTest } from "../../../../scripts/check/places.ts";
import { listFiles, readText, sourcePaths } from "../../../../scripts/check/repository.ts";

/** A place of the product where bytes or text become something that is looked into. */
export interface Reading {
  path: string;
  /** Offset of the expression in the file. */
  at: number;
  what: string;
}

const readsText = /^(api\/src|runner\/src|runner\/contract)\/.*\.ts$/;
const encodings = /^(utf-?8|latin1|ascii|binary)$/;
const decodings = /^(base64|base64url|hex)$/;
/** Libraries that read bytes for us. */
const libraries = new Set(["ssh2", "tar-stream", "node:http2", "@grpc/proto-loader", "dockerode", "tldts", "tr46"]);
const calls = /^(JSON\.parse|atob|decodeURI(Component)?|URL\.parse|v\.(safeP|p)arse(Async)?)$/;
const methods = /^(split|match|matchAll|exec|read(Big)?U?Int\d*(LE|BE)?|deserialize|formData)$/;
const makers = /^(TextDecoder|URL|URLSearchParams|DataView)$/;

function called(callee: Node, given: readonly Node[]): string | undefined {
  const path = rootAndPath(callee);
  const name = memberName(callee) ?? "";
  const word = (at: number) => (given[at] ? (literalText(given[at]) ?? "") : "");
  if (path !== undefined && calls.test(path)) return path;
  if (methods.test(name)) return name;
  if (/^(json|text)$/.test(name) && given.length === 0) return name;
  if (name === "toString" && encodings.test(word(0))) return `toString ${word(0)}`;
  return path === "Buffer.from" && decodings.test(word(1)) ? `from ${word(1)}` : undefined;
}

export function readingsOf({ path, program, imports }: Module): Reading[] {
  const found: Reading[] = [];
  const add = ({ start }: Node, what: string | undefined) => what && found.push({ path, at: start, what });
  new Visitor({
    CallExpression: (node) => void add(node, called(node.callee, node.arguments)),
    NewExpression: (node) => {
      const name = rootAndPath(node.callee);
      if (name !== undefined && makers.test(name)) add(node, name);
    },
  }).visit(program);
  const library = imports.find(({ specifier, isTypeOnly }) => !isTypeOnly && libraries.has(specifier));
  return library ? [...found, { path, at: -1, what: library.specifier }] : found;
}

export const readingsIn = (path: string): Reading[] => readingsOf(parseModule(path, readText(path)));

/** Everything of the control plane, the runner and their contract that looks into bytes or text, whoever wrote them. */
export const findReadings = (): Reading[] =>
  sourcePaths(listFiles())
    .filter((path) => readsText.test(path) && !isTest(path))
    .flatMap(readingsIn);
