import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * A hash over names and contents of the files under `inputs` (files or folders). Times do not count, so a fresh clone of
 * the same commit has the same hash. Tests never reach a build, so they do not count either.
 */
export function hashOf(inputs: string[], root: string): string {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesUnder(join(root, input)))) {
    hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && !/\.(test|spec)\.ts$/.test(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

/** A product that knows which inputs it was made from. */
export interface Product {
  name: string;
  /** Where the product's stamp is kept, beside what it describes. */
  stampFile: string;
  /** Must exist for the stamp to count. */
  output: string;
  inputs: string[];
}

/** True when the product exists and was made from exactly these inputs. */
export function isCurrent({ stampFile, output, inputs }: Product, root: string): boolean {
  if (!existsSync(output) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, "utf8") === hashOf(inputs, root);
}

/** Call after the build, with the hash taken before it: an edit in between must lead to another build. */
export function writeStamp({ stampFile }: Product, hash: string): void {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}
