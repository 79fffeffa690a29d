/**
 * One call as a page shows it. `shape` is what the page says that comes back: `null` only where nothing is said,
 * `status` likewise. `line` is where it stands, for the one who has to mend the page.
 */
export type Example = {
  line: number;
  method: string;
  /** From `/api/v1` on, with ids as the page abbreviates them: `prj_…`. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
  status: number | null;
  shape: string | null;
};

export type Block = { line: number; language: string; text: string };

/** The fenced blocks of a page, in order. */
export function readBlocks(page: string): Block[] {
  const fence = /^( *)```(\w*)\n([\s\S]*?)^\1```/gm;
  return [...page.matchAll(fence)].map(({ 2: language = "", 3: text = "", index }) => ({
    line: page.slice(0, index).split("\n").length + 1,
    language,
    text,
  }));
}

/**
 * The calls of a page, in order. A call is a line of `curl` to `/api/v1`; behind ` # ` stands what it answers, a status, a body
 * or both. A block of JSON is the answer of the call before it.
 */
export function readExamples(page: string): Example[] {
  const examples: Example[] = [];
  for (const { line, language, text } of readBlocks(page)) {
    if (language === "sh") {
      text.split("\n").forEach((written, index) => {
        if (/^\s*curl .*\/api\/v1\//.test(written)) examples.push(readCall(written.trim(), line + index));
      });
    }
    const last = examples.at(-1);
    if (language === "json" && last && last.shape === null) last.shape = text.trim();
  }
  return examples;
}

function readCall(written: string, line: number): Example {
  const [command = "", answer = ""] = written.split(/\s+# /);
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const example: Example = { line, method: "GET", path: "", headers: {}, body: null, status: null, shape: null };
  for (let at = 1; at < words.length; at += 1) {
    const word = unquoted(words[at]);
    const next = unquoted(words[at + 1]);
    if (word === "-X") example.method = next;
    else if (word === "-d") example.body = next;
    else if (word === "-H") {
      const [name = "", value = ""] = next.split(/:\s*/);
      example.headers[name] = value;
    } else if (word.startsWith("$FAIRLEAD_URL")) example.path = word.slice("$FAIRLEAD_URL".length);
    // Three dots stand for the header that the first call of the page shows.
    else if (word !== "…") throw new Error(`line ${line}: what is ${word} of the call for?`);
    if (word.startsWith("-")) at += 1;
  }
  const { status, shape } = /^(?<status>\d{3})?\s*(?<shape>[{[].*)?$/.exec(answer.trim())?.groups ?? {};
  return { ...example, status: status ? Number(status) : null, shape: shape ?? null };
}

const unquoted = (word = "") => word.replace(/^(["'])(.*)\1$/, "$2");

/** What differs between an answer and how a page shows it, one line each, by path. `…` stands for anything further. */
export function differences(shown: string, answered: unknown): string[] {
  return unlike(JSON.parse(withRest(shown)), { answered, path: "" });
}

const rest = '"…"';

/** Three dots as JSON: a member `"…"` of an object, a last entry `"…"` of a list, a value `"…"`. Those of a text are its own. */
function withRest(shown: string): string {
  const open: string[] = [];
  let json = "";
  let isText = false;
  for (const [at, character] of [...shown].entries()) {
    if (character === '"' && shown[at - 1] !== "\\") isText = !isText;
    if (isText) {
      json += character;
      continue;
    }
    if (character === "{" || character === "[") open.push(character);
    if (character === "}" || character === "]") open.pop();
    const isMember = open.at(-1) === "{" && !shown.slice(0, at).trimEnd().endsWith(":");
    json += character === "…" ? `${rest}${isMember ? ": 0" : ""}` : character;
  }
  return json;
}

function unlike(shown: unknown, { answered, path }: { answered: unknown; path: string }): string[] {
  if (shown === "…") return [];
  if (typeof shown === "string" && shown.endsWith("…") && typeof answered === "string")
    return answered.startsWith(shown.slice(0, -1)) ? [] : [`${path}: shown ${shown}, answered ${answered}`];
  if (Array.isArray(shown)) return unlikeList(shown, { answered, path });
  if (typeof shown !== "object" || shown === null)
    return shown === answered ? [] : [`${path}: shown ${JSON.stringify(shown)}, answered ${JSON.stringify(answered)}`];
  if (typeof answered !== "object" || answered === null) return [`${path}: shown as an object, answered ${answered}`];
  const wanted = new Map(Object.entries(shown));
  const found = new Map(Object.entries(answered));
  const isOpen = wanted.delete("…");
  const unnamed = isOpen ? [] : [...found.keys()].filter((key) => !wanted.has(key));
  return [
    ...unnamed.map((key) => `${path}.${key}: answered and not shown`),
    ...[...wanted].flatMap(([key, value]) =>
      found.has(key)
        ? unlike(value, { answered: found.get(key), path: `${path}.${key}` })
        : [`${path}.${key}: shown and not answered`],
    ),
  ];
}

function unlikeList(shown: unknown[], { answered, path }: { answered: unknown; path: string }): string[] {
  if (!Array.isArray(answered)) return [`${path}: shown as a list, answered ${JSON.stringify(answered)}`];
  const isOpen = shown.at(-1) === "…";
  const wanted = isOpen ? shown.slice(0, -1) : shown;
  if (!isOpen && wanted.length !== answered.length)
    return [`${path}: shown with ${wanted.length}, answered with ${answered.length}`];
  return wanted.flatMap((value, index) => unlike(value, { answered: answered[index], path: `${path}[${index}]` }));
}
