import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Guard } from "./guard.ts";

export interface Topic {
  name: string;
  guards: readonly Guard[];
}

/** The guards of every file of `list`, by topic. */
export async function findGuards(): Promise<Topic[]> {
  const folder = join(import.meta.dirname, "list");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const { guards }: { guards: readonly Guard[] } = await import(pathToFileURL(join(folder, file)).href);
      return { name: file.replace(/\.ts$/, ""), guards };
    }),
  );
}
