// pure

import { wordsOf } from "./words.ts";

/** One instruction: its word in capitals, what follows it with continued lines joined, and the line it begins on, from 1. */
export type Instruction = { name: string; rest: string; line: number };
export type ParsedDockerfile = {
  /** The frontend that reads the file in place of BuildKit's own; null without `# syntax=`. */
  syntax: string | null;
  /** The sign that continues a line and takes the meaning from the next one: a backslash unless `# escape=` says otherwise. */
  sign: string;
  instructions: Instruction[];
};

const directives = new Set(["syntax", "escape", "check"]);
const takeHeredocs = new Set(["RUN", "COPY", "ADD"]);

/**
 * Takes a Dockerfile apart the way BuildKit does: parser directives, comments also between continued lines, heredocs. Judges nothing:
 * what BuildKit refuses it refuses itself, later. Every line is looked at once.
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  const lines = withoutMark(text).split("\n").map(withoutReturn);
  const { sign = "\\", syntax = null } = readDirectives(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const begin = at;
    const { whole, next } = readWhole(lines, { at, sign });
    at = next;
    const instruction = toInstruction(whole, begin + 1);
    if (!instruction) continue;
    instructions.push(instruction);
    for (const end of heredocsOf(instruction, sign)) at = afterHeredoc(lines, { at, end });
  }
  return { syntax, sign, instructions };
}

/** The mark of UTF-8, read as text or byte by byte. */
const withoutMark = (text: string) => {
  const mark = ["\ufeff", "\u00ef\u00bb\u00bf"].find((each) => text.startsWith(each)) ?? "";
  return text.slice(mark.length);
};
const withoutReturn = (line: string) => (line.endsWith("\r") ? line.slice(0, -1) : line);
const isComment = (line: string) => line.trimStart().startsWith("#");

/** They stand at the very top: the first line that is none ends them, and what looks like one later is a comment. */
function readDirectives(lines: readonly string[]): { sign?: string; syntax?: string } {
  const found: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf("=");
    const key =
      isComment(line) && at > 0
        ? line
            .slice(line.indexOf("#") + 1, at)
            .trim()
            .toLowerCase()
        : "";
    if (!directives.has(key)) break;
    found[key] ??= line.slice(at + 1).trim();
  }
  const { escape: sign, syntax } = found;
  return { ...(sign === "`" ? { sign } : {}), ...(syntax ? { syntax } : {}) };
}

function readWhole(lines: readonly string[], { at, sign }: { at: number; sign: string }) {
  const first = lines[at] ?? "";
  if (isComment(first)) return { whole: "", next: at + 1 };
  const parts: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? "";
    if (next > at && (line.trim() === "" || isComment(line))) continue;
    const rest = continued(line, sign);
    parts.push(rest ?? line);
    if (rest === undefined) break;
  }
  return { whole: parts.join(""), next: next + 1 };
}

/** What stands before the sign that the line goes on; undefined when it does not. Twice the sign is the sign itself. */
function continued(line: string, sign: string): string | undefined {
  const text = line.trimEnd();
  return text.endsWith(sign) && !text.endsWith(sign + sign) ? text.slice(0, -1) : undefined;
}

function toInstruction(whole: string, line: number): Instruction | undefined {
  const text = whole.trim();
  if (text === "") return undefined;
  const end = [...text.slice(0, 32)].findIndex((char) => char.trim() === "");
  const name = end < 0 ? text : text.slice(0, end);
  return { name: name.slice(0, 32).toUpperCase(), rest: text.slice(name.length).trim(), line };
}

type Heredoc = { word: string; isIndented: boolean };

function heredocsOf({ name, rest }: Instruction, sign: string): Heredoc[] {
  if (!takeHeredocs.has(name) || !rest.includes("<<")) return [];
  return wordsOf(rest, { sign }).flatMap(({ text, raw }) => {
    const at = raw.indexOf("<<");
    if (at < 0 || !isNumber(raw.slice(0, at))) return [];
    const isIndented = raw[at + 2] === "-";
    const word = text.slice(text.indexOf("<<") + (isIndented ? 3 : 2));
    return word === "" || word.includes("<") ? [] : [{ word, isIndented }];
  });
}

const isNumber = (text: string) => text.length < 9 && [...text].every((char) => char >= "0" && char <= "9");

function afterHeredoc(lines: readonly string[], { at, end }: { at: number; end: Heredoc }): number {
  for (let next = at; next < lines.length; next++) {
    const line = lines[next] ?? "";
    if ((end.isIndented ? withoutTabs(line) : line) === end.word) return next + 1;
  }
  return lines.length;
}

function withoutTabs(line: string): string {
  let from = 0;
  while (line[from] === "\t") from++;
  return line.slice(from);
}
