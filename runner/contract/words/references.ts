// Text that refers to variables: `postgres://${{ db.USER }}@db`. Both sides read it by this one grammar, in one pass from left to right.

/** The word that stands where a resource's name does, for what the places around give. */
export const sharedName = "shared";
export const maxReferences = 100;

export type Reference = {
  /** As it is called; with `isQuoted` it was written in quotes, and is never the word `shared`. */
  name: string;
  isQuoted: boolean;
  key: string;
  /** Where in the text it begins. */
  at: number;
};
/** Text, and references between. */
export type TemplatePart = string | Reference;
export type TemplateProblem = { at: number; message: string };
export type ReadTemplate = { parts: TemplatePart[]; problem: null } | { parts: null; problem: TemplateProblem };

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
const nameLetters = new Set(`${letters}-`);
const keyLetters = new Set(`${letters}.-`);
const blanks = new Set([" ", "\t"]);
const maxKey = 256;
const maxName = 80;

export const isShared = ({ name, isQuoted }: Pick<Reference, "name" | "isQuoted">) => name === sharedName && !isQuoted;

/** A place in a text that moves only forwards. */
class Cursor {
  readonly text: string;
  at: number;
  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }
  get next(): string {
    return this.text.charAt(this.at);
  }
  take(allowed: ReadonlySet<string>): string {
    const from = this.at;
    while (this.at < this.text.length && allowed.has(this.next)) this.at++;
    return this.text.slice(from, this.at);
  }
  expect(word: string, what: string): void {
    if (!this.text.startsWith(word, this.at)) throw new Unreadable(this.at, what);
    this.at += word.length;
  }
}

class Unreadable extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * Dollars directly before `{{`: each two of them are one that is text, and one that is left over begins a reference. So every text can be
 * written, and one without `${{` is written as it is.
 */
export function readTemplate(text: string): ReadTemplate {
  try {
    return { parts: partsOf(text), problem: null };
  } catch (error) {
    if (error instanceof Unreadable) return { parts: null, problem: { at: error.at, message: error.message } };
    throw error;
  }
}

function partsOf(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const cursor = new Cursor(text, 0);
  let literal = "";
  let count = 0;
  for (;;) {
    const open = text.indexOf("{{", cursor.at);
    if (open < 0) break;
    let dollar = open;
    while (dollar > cursor.at && text.charAt(dollar - 1) === "$") dollar--;
    const dollars = open - dollar;
    literal += text.slice(cursor.at, dollar) + "$".repeat(Math.floor(dollars / 2));
    cursor.at = open + 2;
    if (dollars % 2 === 0) {
      literal += "{{";
      continue;
    }
    if (++count > maxReferences)
      throw new Unreadable(open - 1, `one text refers to at most ${maxReferences} variables`);
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push(readReference(cursor, open - 1));
  }
  literal += text.slice(cursor.at);
  if (literal !== "") parts.push(literal);
  return parts;
}

function readReference(cursor: Cursor, at: number): Reference {
  cursor.take(blanks);
  const isQuoted = cursor.next === '"';
  const name = isQuoted ? readQuoted(cursor) : cursor.take(nameLetters);
  if (name === "" || name.length > maxName)
    throw new Unreadable(at, "a name is missing: write ${{ name.KEY }}, or $${{ where no reference is meant");
  cursor.expect(
    ".",
    "a . is missing between name and key; a name with other letters than A-Z a-z 0-9 _ - stands in double quotes",
  );
  const from = cursor.at;
  const key = cursor.take(keyLetters);
  if (key === "" || key.length > maxKey || key.startsWith(".") || key.startsWith("-"))
    throw new Unreadable(from, "the name of a variable is missing behind the .");
  cursor.take(blanks);
  cursor.expect("}}", "the closing }} is missing");
  return { name, isQuoted, key, at };
}

function readQuoted(cursor: Cursor): string {
  const from = cursor.at;
  let name = "";
  for (cursor.at++; cursor.at < cursor.text.length; cursor.at++) {
    if (cursor.next === '"') {
      cursor.at++;
      return name;
    }
    if (cursor.next === "\\") cursor.at++;
    name += cursor.next;
    if (name.length > maxName) break;
  }
  throw new Unreadable(from, "the closing quote of the name is missing");
}

const isBare = (name: string) => [...name].every((each) => nameLetters.has(each));
/** Whether a name can stand without quotes, and means a resource then. */
export const isBareName = (name: string) => name !== sharedName && isBare(name);
const asName = ({ name, isQuoted }: Pick<Reference, "name" | "isQuoted">) =>
  isQuoted || !isBare(name) ? `"${name.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : name;

/** A name as it is written between the braces, in quotes where it has to be. */
export const nameText = (name: string) => asName({ name, isQuoted: !isBareName(name) });
export const referenceText = (of: Pick<Reference, "name" | "isQuoted" | "key">) => `${asName(of)}.${of.key}`;
const written = (of: Reference) => `\${{ ${referenceText(of)} }}`;

/** Reads back to the same parts. */
export function writeTemplate(parts: readonly TemplatePart[]): string {
  return parts
    .map((part, index) => {
      if (typeof part !== "string") return written(part);
      return escaped(part, { isBeforeReference: typeof parts[index + 1] === "object" });
    })
    .join("");
}

function escaped(text: string, { isBeforeReference }: { isBeforeReference: boolean }): string {
  let out = "";
  let dollars = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "$") dollars++;
    else {
      const doubled = text.startsWith("{{", at) ? dollars * 2 : dollars;
      out += "$".repeat(doubled) + char;
      dollars = 0;
    }
  }
  return out + "$".repeat(isBeforeReference ? dollars * 2 : dollars);
}
