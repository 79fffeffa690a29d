import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";

/** Chunks that a page asks for when it stands already, by the name that the build gives them. */
const lazyChunks: readonly string[] = ["settings"];

type Manifest = Record<string, { file: string; name?: string; imports?: string[] }>;

/** Files of the chunks that are lazy by name, and in truth: nothing that begins a page may import one. */
export function lazyFiles(): string[] {
  const file = join(root, "ui/.svelte-kit/output/client/.vite/manifest.json");
  const chunks: Manifest = JSON.parse(readFileSync(file, "utf8"));
  const isStatic = (key: string) =>
    Object.entries(chunks).some(
      ([by, { imports = [] }]) => imports.includes(key) && /\/nodes\/|entry/.test(chunks[by]?.file ?? ""),
    );
  return Object.entries(chunks).flatMap(([key, { name = "", file: path }]) =>
    lazyChunks.includes(name) && !isStatic(key) ? [path] : [],
  );
}
