import type { SettingInput } from "@fairlead/runner/contract/words/settings/index.ts";
import { wholeIn } from "../forms/typed-numbers.ts";

/** What a field holds while somebody edits it: a switch is on or off, everything else is text. */
export type Typed = string | boolean;

/**
 * One way of typing a value: what it is typed into, and how it is read and written. `read` throws a FieldError that names `path` for what
 * cannot be understood; whether the value may be is judged by the API. Law: what `write` gives is read as the same value.
 */
export type Way<V = unknown> = {
  control: "line" | "lines" | "switch" | "tick" | "choice";
  inputmode?: "numeric" | "decimal";
  isMono?: true;
  read(path: string, typed: Typed): V;
  write(value: V): Typed;
};
export type Ways = Readonly<Partial<Record<SettingInput, Way>>>;

export const line = <V>(read: (path: string, text: string) => V, more: Partial<Way<V>> = {}): Way<V> => ({
  control: "line",
  read: (path, typed) => read(path, String(typed)),
  write: (value) => (value === null ? "" : String(value)),
  ...more,
});

const orNull = (_path: string, text: string): string | null => text.trim() || null;
const wholeOrNull = (path: string, text: string): number | null => (text.trim() === "" ? null : wholeIn(path, text));
const isOn = { read: (_path: string, typed: Typed) => typed === true, write: (value: boolean) => value };

/** Those that need no more than what every form has. */
export const plainWays = {
  text: line(orNull, { isMono: true }),
  script: line(orNull, { control: "lines", isMono: true }),
  whole: line(wholeOrNull, { inputmode: "numeric" }),
  choice: { control: "choice", read: (_path, typed) => String(typed), write: (value: string) => value },
  switch: { control: "switch", ...isOn },
  tick: { control: "tick", ...isOn },
} satisfies Ways;
