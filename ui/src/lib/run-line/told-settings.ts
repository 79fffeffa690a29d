import { containerWords, healthWords } from "@fairlead/runner/contract/words/settings/index.ts";
import { bytesTyped } from "../settings/typed-lists.ts";
import type { RunLine } from "./read-run-line.ts";

type Told = { label: string; value: string };

const shown = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "object" && value !== null) return Object.values(value).filter(Boolean).map(String).join(" ");
  return String(value);
};
type Words = Readonly<Record<string, { title: string; input: string }>>;
const titled = (words: Words, values: Record<string, unknown>): Told[] =>
  Object.entries(values).map(([name, value]) => {
    const isBytes = words[name]?.input === "bytes" && typeof value === "number";
    return { label: words[name]?.title ?? name, value: isBytes ? bytesTyped(value) : shown(value) };
  });

/** Everything that was read, by the titles of the settings. Of variables only their names: a value may be a secret. */
export function toldSettings({ image, name, container, health, variables }: RunLine): Told[] {
  const { kind: _kind, ...asked } = health ?? {};
  return [
    ...(image === undefined ? [] : [{ label: "Image", value: image }]),
    ...(name === undefined ? [] : [{ label: "Name", value: name }]),
    ...titled(containerWords, container),
    ...(health === null ? [{ label: "Health check", value: "none" }] : []),
    ...titled(healthWords, asked).map(({ label, value }) => ({ label: `Health check: ${label.toLowerCase()}`, value })),
    ...(variables.length === 0 ? [] : [{ label: "Variables", value: variables.map(({ key }) => key).join(", ") }]),
  ];
}
