import { type Comment, type ParseResult, type Program, parseSync, type StaticImport } from "oxc-parser";

/** An import or re-export as written. `names` holds the imported names; `*` stands for the whole namespace. */
export interface Import {
  specifier: string;
  names: string[];
  isTypeOnly: boolean;
  line: number;
}

/** One parsed source file. Of a Svelte component only the script blocks are parsed, at their own line numbers. */
export interface Module {
  path: string;
  text: string;
  program: Program;
  comments: Comment[];
  imports: Import[];
  scriptText: string;
  lineOf(offset: number): number;
}

/** `path` is relative to the repository root with forward slashes. Throws when the text does not parse. */
export function parseModule(path: string, text: string): Module {
  const scriptText = path.endsWith(".svelte") ? keepScriptBlocks(text) : text;
  const parsed = parseSync(path, scriptText, { lang: path.endsWith(".mjs") ? "js" : "ts", sourceType: "module" });
  const lineOf = lineFinder(scriptText);
  const error = parsed.errors.find((each) => each.severity === "Error");
  if (error) throw new SyntaxError(`${path}:${lineOf(error.labels[0]?.start ?? 0)} ${error.message}`);
  const { program, comments } = parsed;
  return {
    path,
    text,
    program,
    comments,
    imports: importsOf(parsed, { text: scriptText, lineOf }),
    scriptText,
    lineOf,
  };
}

/** Markup becomes spaces, so that offsets and lines in the scripts stay those of the component. */
function keepScriptBlocks(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  let kept = "";
  let end = 0;
  for (const block of text.matchAll(/(<script\b[^>]*>)([\s\S]*?)(<\/script>)/g)) {
    const [, open = "", body = "", close = ""] = block;
    kept += blank(text.slice(end, block.index) + open) + body + blank(close);
    end = block.index + open.length + body.length + close.length;
  }
  return kept + blank(text.slice(end));
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

interface Source {
  text: string;
  lineOf(offset: number): number;
}

function importsOf(parsed: ParseResult, { text, lineOf }: Source): Import[] {
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const fromExports = staticExports.flatMap((statement): Import[] => {
    const request = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (!request) return [];
    const isTypeOnly = statement.entries.every((entry) => entry.isType);
    const names = statement.entries.map((entry) => entry.importName.name ?? "*");
    return [{ specifier: request.value, names, isTypeOnly, line: lineOf(statement.start) }];
  });
  const fromCalls = dynamicImports.flatMap((call): Import[] => {
    const literal = text.slice(call.moduleRequest.start, call.moduleRequest.end).match(/^["'`]([^"'`$]+)["'`]$/);
    return literal?.[1]
      ? [{ specifier: literal[1], names: ["*"], isTypeOnly: false, line: lineOf(call.moduleRequest.start) }]
      : [];
  });
  return [...staticImports.map((each) => fromImport(each, lineOf)), ...fromExports, ...fromCalls];
}

function fromImport({ entries, moduleRequest, start }: StaticImport, lineOf: (offset: number) => number): Import {
  return {
    specifier: moduleRequest.value,
    names: entries.map((entry) => entry.importName.name ?? (entry.importName.kind === "Default" ? "default" : "*")),
    // A bare `import "x"` has no entries and runs the module.
    isTypeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    line: lineOf(start),
  };
}
