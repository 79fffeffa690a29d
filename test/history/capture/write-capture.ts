import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractVersion } from "../../../runner/contract/version.ts";
import { shapeOfContract } from "../shape.ts";
import { capture } from "./capture.ts";

/** Keeps the shapes of this version below `history`. Kept shapes are never written over: they are what is promised. */
export async function keepShapes(history: string): Promise<string> {
  const folder = join(history, `v${contractVersion}`);
  if (existsSync(folder)) return `contract ${contractVersion} is kept already`;
  mkdirSync(folder, { recursive: true });
  const { stored, ...messages } = await capture();
  const files = { ...messages, stored, shape: shapeOfContract().map(({ text }) => text) };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, `${name}.json`), toText(content));
  return `contract ${contractVersion}: ${Object.keys(files).join(", ")}`;
}

/** One line an entry, so that a person can read and a diff can show it. */
function toText(content: unknown): string {
  if (Array.isArray(content)) return `[\n${content.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`;
  const fields = Object.entries(content ?? {}).map(([key, value]) => `${JSON.stringify(key)}: ${toText(value).trim()}`);
  return `{\n${fields.join(",\n")}\n}\n`;
}
