import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isProof, type Proof } from "./proof.ts";

/** Every proof of a folder, sorted by name. A file that exports none, or a name that stands twice, is an error. */
export async function findProofs(folder: string): Promise<Proof[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".proof.ts")) : [];
  const found: Proof[] = [];
  for (const file of files) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
    const proofs = Object.values(module).filter(isProof);
    if (proofs.length === 0) throw new Error(`${file} exports no proof`);
    found.push(...proofs);
  }
  const names = found.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two proofs are named ${twice}`);
  return found.sort((a, b) => a.name.localeCompare(b.name));
}
