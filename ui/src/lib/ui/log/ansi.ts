import { nearestAnsiColour, xtermColour } from "./ansi-colour.ts";

/** Looks of a piece of text. Colours are indexes 0-15 into the `--ansi-n` tokens, so every one of them is readable. */
export type AnsiStyle = {
  fg?: number;
  bg?: number;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  inverse?: true;
};
export type AnsiSpan = { text: string; style: AnsiStyle };

// Sequences are dropped whole: only SGR ("ESC [ … m") means something here. OSC, DCS, APC, PM and SOS run to BEL or ST;
// an unfinished one is dropped to the end of the line, so a hostile title or clipboard string never shows as text.
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters.
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u009c\u001b]*(?:\u0007|\u009c|\u001b\\|$)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*$|\u001b[ -/]*[0-~]?/g;

const needsWork =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the quick test for lines that need work.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\t]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are made visible.
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const plain: AnsiStyle = {};
const isPlain = (style: AnsiStyle) => Object.keys(style).length === 0;

/**
 * Turns one raw line into pieces of inert text and the style that the next line starts with.
 * A carriage return inside the line restarts it, as progress bars expect; the last written text stays.
 */
export function parseAnsiLine(raw: string, start: AnsiStyle = plain): { spans: AnsiSpan[]; end: AnsiStyle } {
  if (!needsWork.test(raw)) return { spans: raw ? [{ text: raw, style: start }] : [], end: start };
  const spans: AnsiSpan[] = [];
  let style = start;
  let from = 0;
  const push = (piece: string) => {
    const restart = piece.lastIndexOf("\r");
    if (restart >= 0) spans.length = 0;
    const text = reveal(piece.slice(restart + 1));
    if (text) spans.push({ text, style });
  };
  const line = raw.replace(/\r+$/, "");
  for (const match of line.matchAll(sequence)) {
    push(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === "m") style = applySgr(style, match[1] ?? "");
  }
  push(line.slice(from));
  return { spans, end: style };
}

/** The text of a line as a person reads it, without any style. */
export const plainText = (spans: AnsiSpan[]) => spans.map((span) => span.text).join("");

/** Tabs become spaces; every other invisible or direction-changing character becomes a sign one can see. */
function reveal(text: string): string {
  return text.replaceAll("\t", "    ").replace(invisible, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  let next: AnsiStyle = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = extendedColour(codes.slice(i + 1));
      if (colour !== undefined) next[code === 38 ? "fg" : "bg"] = colour;
      i += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return isPlain(next) ? plain : next;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return plain;
  if (code >= 30 && code <= 37) return { ...style, fg: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, fg: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, bg: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, bg: code - 92 };
  const { fg, bg, bold, dim, italic, underline, inverse, ...none } = style;
  const kept = { ...none, ...(fg === undefined ? {} : { fg }), ...(bg === undefined ? {} : { bg }) };
  const marks = { bold, dim, italic, underline, inverse };
  if (code === 1) marks.bold = true;
  else if (code === 2) marks.dim = true;
  else if (code === 3) marks.italic = true;
  else if (code === 4) marks.underline = true;
  else if (code === 7) marks.inverse = true;
  else if (code === 22) marks.bold = marks.dim = undefined;
  else if (code === 23) marks.italic = undefined;
  else if (code === 24) marks.underline = undefined;
  else if (code === 27) marks.inverse = undefined;
  else if (code === 39) delete kept.fg;
  else if (code === 49) delete kept.bg;
  const set = Object.entries(marks).filter(([, on]) => on);
  return { ...kept, ...Object.fromEntries(set) };
}

/** Reads what follows 38 or 48: `5;n` or `2;r;g;b`. `used` counts the codes it took. */
function extendedColour(rest: number[]): { colour?: number; used: number } {
  const [kind, a = 0, b = 0, c = 0] = rest;
  if (kind === 5) return { colour: xtermColour(a), used: 2 };
  if (kind === 2) return { colour: nearestAnsiColour(a, { green: b, blue: c }), used: 4 };
  return { used: rest.length };
}
