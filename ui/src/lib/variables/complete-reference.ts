import { isShared, nameText, sharedName } from "@fairlead/runner/contract/words/references.ts";

/** What is being typed where the caret stands within `${{ … }}`. */
export type Completion = {
  /** Where the typed part begins, and where it ends. */
  from: number;
  to: number;
  typed: string;
  /** null while the name is typed; then whose variable it is to be. */
  of: { name: string; isShared: boolean } | null;
};
export type Suggestion = { label: string; insert: string };

/** null where no reference is being typed. */
export function completionAt(text: string, caret: number): Completion | null {
  const open = text.lastIndexOf("${{", caret - 3);
  if (caret < 3 || open < 0 || text.slice(open, caret).includes("}}") || isText(text, open)) return null;
  const inner = text.slice(open + 3, caret);
  const blank = inner.length - inner.trimStart().length;
  const written = inner.slice(blank);
  const begin = open + 3 + blank;
  const name = nameIn(written);
  if (name === null) return { from: begin, to: caret, typed: written.replace('"', ""), of: null };
  const typed = written.slice(name.length + 1);
  const isQuoted = name.text !== name.written;
  return {
    from: begin + name.length + 1,
    to: caret,
    typed,
    of: { name: name.text, isShared: isShared({ name: name.text, isQuoted }) },
  };
}

/** Two dollars before the braces are one that is text. */
function isText(text: string, open: number): boolean {
  let first = open;
  while (first > 0 && text.charAt(first - 1) === "$") first--;
  return (open - first) % 2 === 1;
}

/** A name that is whole: a dot stands behind it. */
function nameIn(written: string): { text: string; written: string; length: number } | null {
  if (!written.startsWith('"')) {
    const dot = written.indexOf(".");
    const text = written.slice(0, dot);
    return dot < 0 ? null : { text, written: text, length: dot };
  }
  let text = "";
  for (let at = 1; at < written.length; at++) {
    if (written.charAt(at) === '"')
      return written.charAt(at + 1) === "." ? { text, written: written.slice(0, at + 1), length: at + 1 } : null;
    if (written.charAt(at) === "\\") at++;
    text += written.charAt(at);
  }
  return null;
}

const most = 8;

/** What may stand there, as it would be put in. */
export function suggestionsFor({ typed, of }: Completion, known: readonly string[]): Suggestion[] {
  const fits = known.filter((each) => each.toLowerCase().includes(typed.toLowerCase()) && each !== typed);
  const shown = fits.slice(0, most);
  if (of) return shown.map((key) => ({ label: key, insert: `${key} }}` }));
  const names = shown.map((name) => ({ label: name, insert: `${nameText(name)}.` }));
  return sharedName.startsWith(typed)
    ? [{ label: `${sharedName}, from the places around`, insert: `${sharedName}.` }, ...names]
    : names;
}

/** The text with a suggestion put in, and where the caret stands then. */
export function completed(
  text: string,
  { from, to }: Completion,
  { insert }: Suggestion,
): { text: string; caret: number } {
  const rest = text.slice(to);
  // Braces that are there already are not put in twice.
  const closing = rest.trimStart().startsWith("}}") && insert.endsWith(" }}") ? insert.slice(0, -3) : insert;
  return { text: text.slice(0, from) + closing + rest, caret: from + closing.length };
}
