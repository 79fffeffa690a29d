// pure

import { withoutTrailing } from "../../contract/index.ts";

/** Shorter values would mask half of every log; the API warns about them when they are set. */
const shortestSecret = 6;

/**
 * Every form in which one secret may show up on a line: as it is, in base64 wherever it starts within a longer text, URL-encoded in
 * either spelling, and as the inside of a JSON string, once and twice. Values of several lines also line by line.
 */
export function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trimEnd());
  const texts =
    lines.length > 1 ? [value, value.trimEnd(), ...lines, ...lines.map((line) => line.trimStart())] : [value];
  const forms = texts.flatMap((text) => (text.length < shortestSecret ? [] : [text, ...encodingsOf(text)]));
  // Patterns are looked for within a line, so those that hold a line end can never match.
  return [...new Set(forms)].filter((form) => form.length >= shortestSecret && !/[\r\n]/.test(form));
}

function encodingsOf(text: string): string[] {
  const url = encodeUrl(text);
  const json = JSON.stringify(text).slice(1, -1);
  const escapedSlashes = json.replaceAll("/", "\\/");
  const jsonTwice = JSON.stringify(json).slice(1, -1);
  const form = url.replaceAll("%20", "+");
  return [
    url,
    lowerHex(url),
    form,
    lowerHex(form),
    encodeStrictly(url),
    json,
    escapedSlashes,
    jsonTwice,
    ...base64Of(text),
  ];
}

/** A lone surrogate cannot be encoded; such a value has no URL form. */
function encodeUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

const lowerHex = (url: string) => url.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase());
const encodeStrictly = (url: string) =>
  url.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** Inside a longer text a value starts at one of three alignments; the characters that also depend on its neighbours are cut off. */
function base64Of(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  const aligned = [0, 1, 2].map((shift) => {
    const encoded = withoutTrailing(Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64"), "=");
    const skipped = shift === 0 ? 0 : shift + 1;
    const isWhole = (shift + bytes.length) % 3 === 0;
    return encoded.slice(skipped, isWhole ? undefined : -1);
  });
  const all = [bytes.toString("base64"), ...aligned];
  return [...all, ...all.map((each) => each.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** Secrets that are known by their looks. Each match is masked from the end of its first group, which is kept. */
export const knownShapes: readonly RegExp[] = [
  /(\bhttps?:\/\/)[^\s/?#@"'<>]{1,400}(?=@)/gi,
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#@:"'<>]{0,200}:)[^\s/?#@"'<>]{1,400}(?=@)/gi,
  /()\bfl[a-z]_[0-9A-Za-z]{30,80}/g,
  /()\b(?:gh[pousr]_[0-9A-Za-z]{30,255}|github_pat_[0-9A-Za-z_]{40,255}|glpat-[0-9A-Za-z_-]{20,100})/g,
];
