export type DotenvEntry = { key: string; value: string; line: number };
export type DotenvProblem = { line: number; message: string };

const assignment = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*=[ \t]*/;
const validKey = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };

/**
 * Reads `.env` text. Single quotes keep everything, double quotes know \n \r \t \" \\ \$ and may span lines, bare values end
 * at ` #`. `$NAME` is never expanded: a value is stored as written. Every line that cannot be read is a problem, none is skipped.
 */
export function parseDotenv(text: string): { entries: DotenvEntry[]; problems: DotenvProblem[] } {
  const entries: DotenvEntry[] = [];
  const problems: DotenvProblem[] = [];
  const firstLine = new Map<string, number>();
  let rest = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  let line = 1;
  while (rest !== "") {
    const read = readStatement(rest);
    if (read.problem) problems.push({ line, message: read.problem });
    if (read.entry) {
      const earlier = firstLine.get(read.entry.key);
      if (earlier) problems.push({ line, message: `${read.entry.key} is already set on line ${earlier}` });
      else firstLine.set(read.entry.key, line);
      entries.push({ ...read.entry, line });
    }
    line += read.used.split("\n").length - 1;
    rest = rest.slice(read.used.length);
  }
  return { entries, problems };
}

type Statement = { used: string; entry?: { key: string; value: string }; problem?: string };

function readStatement(rest: string): Statement {
  const whole = rest.match(/^[^\n]*\n?/)?.[0] ?? rest;
  if (/^[ \t]*(#|\n|$)/.test(whole)) return { used: whole };
  const head = whole.match(assignment);
  if (!head?.[1]) return { used: whole, problem: "Expected NAME=value" };
  const key = head[1];
  if (!validKey.test(key)) {
    return {
      used: whole,
      problem: `"${key}" is not a name: use letters, digits and _ . - and begin with none of the last two`,
    };
  }
  const after = rest.slice(head[0].length);
  const quote = after[0];
  if (quote === '"' || quote === "'") return readQuoted(key, { head: head[0], after, quote });
  const value = (after.match(/^[^\n]*/)?.[0] ?? "").replace(/(^|[ \t]+)#.*$/, "").trimEnd();
  return { used: whole, entry: { key, value } };
}

function readQuoted(key: string, at: { head: string; after: string; quote: '"' | "'" }): Statement {
  const pattern = at.quote === '"' ? /^"((?:[^"\\]|\\[\s\S])*)"/ : /^'([^']*)'/;
  const quoted = at.after.match(pattern);
  const firstLine = at.head + (at.after.match(/^[^\n]*\n?/)?.[0] ?? "");
  if (!quoted) return { used: firstLine, problem: `${key}: the closing ${at.quote} is missing` };
  const tail = at.after.slice(quoted[0].length).match(/^[^\n]*\n?/)?.[0] ?? "";
  const used = at.head + quoted[0] + tail;
  if (!/^[ \t]*(#.*)?\n?$/.test(tail))
    return { used, problem: `${key}: unexpected text after the closing ${at.quote}` };
  const body = quoted[1] ?? "";
  const value = at.quote === "'" ? body : body.replace(/\\([\s\S])/g, (all, char: string) => escapes[char] ?? all);
  return { used, entry: { key, value } };
}

/** Writes `.env` text that `parseDotenv` reads back to exactly the same values. */
export function formatDotenv(entries: readonly { key: string; value: string }[]): string {
  return entries.map(({ key, value }) => `${key}=${quote(value)}\n`).join("");
}

function quote(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]*$/.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  return `"${value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
}
