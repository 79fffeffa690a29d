import { FieldError } from "../forms/field-error.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** As Docker writes it: `30s`, `1m30s`, `500ms`. */
export function millisecondsIn(text: string): number {
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join("") !== text)
    throw new FieldError("line", `Write a time such as 30s or 1m30s; “${text}” is none.`);
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? "s"] ?? 0), 0));
}
