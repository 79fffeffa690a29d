import { FieldError } from "./field-error.ts";

/** What a field holds: text, unless the browser made a number of it. */
type Typed = string | number;

const mib = 1_048_576;
/** As Docker counts: `512m` and `512 MB` both mean MiB. A bare number is MiB too, the unit of the field. */
const bytesOf: Record<string, number> = { "": mib, k: 1_024, m: mib, g: 1_024 * mib, t: mib * mib };

/** Digits with one decimal point or comma. A comma before exactly three digits may be either, so it is neither. */
const decimal = /^(\d{1,15})(?:([.,])(\d{1,9}))?$/;
const withUnit = /^([\d.,]{1,30}) ?([kmgt]?)(?:i?b)?$/;

function readDecimal(text: string): number | undefined {
  const [, whole = "", mark, digits = ""] = decimal.exec(text) ?? [];
  if (whole === "" || (mark === "," && digits.length === 3)) return undefined;
  return Number(digits === "" ? whole : `${whole}.${digits}`);
}

const trimmed = (typed: Typed) => String(typed).trim().toLowerCase();

/** A whole number that must be there. */
export function wholeIn(path: string, typed: Typed): number {
  const text = trimmed(typed);
  if (text === "") throw new FieldError(path, "Write a number.");
  if (!/^\d{1,15}$/.test(text)) throw new FieldError(path, `Write a whole number such as 3; “${text}” is none.`);
  return Number(text);
}

/** Seconds in a field, milliseconds on the wire. */
export function secondsIn(path: string, typed: Typed): number {
  const seconds = readDecimal(trimmed(typed).replace(/ ?s(?:ec|econds?)?$/, ""));
  if (seconds === undefined) throw new FieldError(path, "Write seconds such as 60.");
  return Math.round(seconds * 1_000);
}

/** Bytes; null when the field is empty, which means no limit. */
export function bytesIn(path: string, typed: Typed): number | null {
  const text = trimmed(typed);
  if (text === "") return null;
  const [, amount = "", unit = ""] = withUnit.exec(text) ?? [];
  const number = readDecimal(amount);
  if (number === undefined)
    throw new FieldError(path, `Write an amount such as 512 MB or 1.5 GB; “${text}” cannot be read.`);
  return Math.round(number * (bytesOf[unit] ?? mib));
}

/** CPU cores, `0.5`, `1,5` or `500m` for half of one; null when the field is empty, which means no limit. */
export function coresIn(path: string, typed: Typed): number | null {
  const text = trimmed(typed);
  if (text === "") return null;
  const cores = text.endsWith("m") ? thousandths(text.slice(0, -1)) : readDecimal(text.replace(/ ?cores?$/, ""));
  if (cores === undefined)
    throw new FieldError(path, `Write a number of cores such as 0.5 or 2; “${text}” cannot be read.`);
  return cores;
}

const thousandths = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) / 1_000 : undefined);
