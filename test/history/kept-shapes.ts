import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../runner/contract/history");

export type Exchange = { request: unknown; answer: unknown };
/** What a released version said and kept. Made by the release command, never changed afterwards. */
export type KeptShapes = {
  version: number;
  enrol: Exchange[];
  claim: { request: unknown; answer: { payload: unknown; secrets: unknown } | null }[];
  progress: Exchange[];
  finish: Exchange[];
  stored: Record<string, unknown[]>;
  shape: string[];
};

/** Every version that was ever released, oldest first. */
export const keptShapes: readonly KeptShapes[] = readdirSync(folder)
  .map((name) => Number(name.slice(1)))
  .toSorted((a, b) => a - b)
  .map(readVersion);

export const releasedContract = Math.max(...keptShapes.map(({ version }) => version));

function readVersion(version: number): KeptShapes {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, `v${version}`, `${name}.json`), "utf8"));
  return {
    version,
    enrol: read("enrol"),
    claim: read("claim"),
    progress: read("progress"),
    finish: read("finish"),
    stored: read("stored"),
    shape: read("shape"),
  };
}
