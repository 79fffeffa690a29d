import { ApiError, sentenceOf } from "../api/api-error.ts";
import { FieldError } from "./field-error.ts";

export type ToldErrors = { byField: ReadonlyMap<string, string>; message: string | null };
type Shown = {
  /** Paths of the fields that the form shows. */
  fields: readonly string[];
  /** Field that a refusal as a whole is about, by its code. */
  codes: Readonly<Record<string, string>>;
};

/** `watchPaths.3`, and `ulimits.3.soft` for a part of it. */
const entryOf = /^(.+?)\.(\d{1,6})(?:\.\w{1,60})?$/;

/** Where each mistake is told: beside its field, beside the list that it is an entry of, or above the form. Never nowhere. */
export function toldErrors(error: unknown, { fields, codes }: Shown): ToldErrors {
  const byField = new Map<string, string>();
  const rest: string[] = [];
  for (const { path, message } of mistakesIn(error, codes)) {
    const [, list = "", index = ""] = entryOf.exec(path) ?? [];
    if (fields.includes(path)) byField.set(path, capital(message));
    else if (fields.includes(list)) byField.set(list, byField.get(list) ?? `Entry ${Number(index) + 1} ${message}`);
    else rest.push(`${path}: ${message}`);
  }
  if (rest.length > 0) return { byField, message: rest.join(". ") };
  return { byField, message: byField.size === 0 ? sentenceOf(error) : null };
}

function mistakesIn(error: unknown, codes: Shown["codes"]): readonly { path: string; message: string }[] {
  if (error instanceof FieldError) return [error];
  if (!(error instanceof ApiError)) return [];
  const path = codes[error.code];
  return path === undefined ? error.fields : [{ path, message: error.message }];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
