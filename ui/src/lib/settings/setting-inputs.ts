import type { SettingInput } from "@fairlead/runner/contract/words/settings/index.ts";
import { bytesIn, coresIn, secondsIn, wholeIn } from "../forms/typed-numbers.ts";
import {
  bindsIn,
  bindsTyped,
  bytesTyped,
  devicesIn,
  devicesTyped,
  foldersIn,
  foldersTyped,
  hostsIn,
  hostsTyped,
  limitsIn,
  limitsTyped,
  pairsIn,
  pairsTyped,
  wordsIn,
} from "./typed-lists.ts";

/** What a field holds while somebody edits it: a switch is on or off, everything else is text. */
export type Typed = string | boolean;

/**
 * One way of typing a value: what it is typed into, and how it is read and written. `read` throws a FieldError that names `path` for what
 * cannot be understood; whether the value may be is judged by the API. Law: what `write` gives is read as the same value.
 */
export type Way<V = unknown> = {
  control: "line" | "lines" | "switch" | "choice";
  inputmode?: "numeric" | "decimal";
  isMono?: true;
  read(path: string, typed: Typed): V;
  write(value: V): Typed;
};

const line = <V>(read: (path: string, text: string) => V, more: Partial<Way<V>> = {}): Way<V> => ({
  control: "line",
  read: (path, typed) => read(path, String(typed)),
  write: (value) => (value === null ? "" : String(value)),
  ...more,
});
const lines = <E>(read: (path: string, text: string) => E[], write: (list: E[]) => string): Way<E[]> => ({
  control: "lines",
  isMono: true,
  read: (path, typed) => read(path, String(typed)),
  write,
});

const orNull = (_path: string, text: string): string | null => text.trim() || null;
const secondsOrNull = (path: string, text: string): number | null =>
  text.trim() === "" ? null : secondsIn(path, text);
const secondsTyped = (milliseconds: number | null) => (milliseconds === null ? "" : String(milliseconds / 1_000));
const wholeOrNull = (path: string, text: string): number | null => (text.trim() === "" ? null : wholeIn(path, text));

const ways: Record<Exclude<SettingInput, "own">, Way> = {
  text: line(orNull, { isMono: true }),
  whole: line(wholeOrNull, { inputmode: "numeric" }),
  bytes: line(bytesIn, { write: (bytes) => (bytes === null ? "" : bytesTyped(bytes)) }),
  cores: line(coresIn, { inputmode: "decimal" }),
  seconds: line(secondsOrNull, { inputmode: "decimal", write: secondsTyped }),
  choice: { control: "choice", read: (_path, typed) => String(typed), write: (value: string) => value },
  switch: { control: "switch", read: (_path, typed) => typed === true, write: (isOn: boolean) => isOn },
  words: lines(wordsIn, (list) => list.join("\n")),
  pairs: lines(pairsIn, pairsTyped),
  hosts: lines(hostsIn, hostsTyped),
  limits: lines(limitsIn, limitsTyped),
  folders: lines(foldersIn, foldersTyped),
  binds: lines(bindsIn, bindsTyped),
  devices: lines(devicesIn, devicesTyped),
};

/** undefined: its form draws it by hand. */
export const wayOf = (input: SettingInput): Way | undefined => (input === "own" ? undefined : ways[input]);
