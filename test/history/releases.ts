import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { root } from "../../scripts/check/repository.ts";
import { type About, libsqlMark } from "./pack-release.ts";

const kept = join(root, "releases");

/** Every release that was made, oldest first. */
export const releases: readonly About[] = readdirSync(kept)
  .map((name): About => JSON.parse(readFileSync(join(kept, name, "about.json"), "utf8")))
  .toSorted((a, b) => a.version.localeCompare(b.version, undefined, { numeric: true }));

const unpacked = (version: string, file: string) =>
  brotliDecompressSync(readFileSync(join(kept, version, `${file}.br`)));

const isKept = (version: string, file: string) => existsSync(join(kept, version, `${file}.br`));

/** The programs of a release, laid out as they were built: each finds what it needs beside it. */
export type Programs = { controlPlane: string; runner: string; remove(): void };

export function unpackPrograms({ version, migrations }: About): Programs {
  const place = mkdtempSync(join(tmpdir(), "fairlead-release-"));
  const [controlPlane, runner] = [join(place, "dist/api/main.mjs"), join(place, "dist/runner/main.mjs")];
  const folder = join(place, "dist/migrations");
  for (const each of [join(place, "dist/api"), join(place, "dist/runner")]) mkdirSync(each, { recursive: true });
  const libsql = createRequire(join(root, "db/package.json")).resolve("libsql");
  const placed = (file: string) => unpacked(version, file).toString("utf8").replaceAll(libsqlMark, libsql);
  writeFileSync(controlPlane, placed("control-plane.mjs"));
  // The first release wrote on the thread that answers.
  if (isKept(version, "writer.mjs")) writeFileSync(join(place, "dist/api/writer.mjs"), placed("writer.mjs"));
  writeFileSync(runner, unpacked(version, "runner.mjs"));
  // A migration that was released is never changed, so the first of today's are its own.
  cpSync(join(root, "db/migrations"), folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8"));
  const entries = journal.entries.filter(({ tag }: { tag: string }) => migrations.includes(tag));
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return { controlPlane, runner, remove: () => rmSync(place, { recursive: true, force: true }) };
}

/** The state folder of the control plane, and in it that of its runner, as the release left them. */
export function unpackState({ version, secret, identity }: About): { folder: string; runnerFolder: string } {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-state-"));
  const runnerFolder = join(folder, "runner");
  mkdirSync(runnerFolder, { mode: 0o700 });
  writeFileSync(join(folder, "fairlead.db"), unpacked(version, "state.db"), { mode: 0o600 });
  writeFileSync(join(folder, "secret"), `${secret}\n`, { mode: 0o600 });
  writeFileSync(join(runnerFolder, "identity.json"), JSON.stringify(identity), { mode: 0o600 });
  return { folder, runnerFolder };
}
