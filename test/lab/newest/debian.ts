import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "../command.ts";
import type { DebianFile } from "./pins.ts";

/** Where packages come from. */
export interface Archive {
  /** Addresses of the same files. */
  mirrors(): Promise<string[]>;
  /** Downloads exactly this file into the folder; throws when the mirror has it no more or gives another one. */
  fetchPinned(mirror: string, { file, folder }: { file: DebianFile; folder: string }): Promise<void>;
  /** The index of a release, kept in the folder. */
  readRelease(mirror: string, { suite, folder }: { suite: string; folder: string }): Promise<DebianRelease>;
}

export interface DebianRelease {
  /** The version it holds, or undefined. */
  versionOf(name: string): Promise<string | undefined>;
  /** Downloads what it holds, checked against the signed index. */
  fetch(packages: readonly string[], folder: string): Promise<void>;
}

const aptHelper = "/usr/lib/apt/apt-helper";
/** Brings its keys to machines whose apt does not trust them for everything. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Where this machine takes Debian from already: every release is found beside its own. */
async function mirrors(): Promise<string[]> {
  const known = await readMirrors();
  if (known.length > 0) return known;
  // A machine that never looked at its sources does not know yet which of them are Debian's.
  await run(["apt-get", "-q", "update"], { timeoutMs: 180_000 });
  return readMirrors();
}

async function readMirrors(): Promise<string[]> {
  const filters = ["Identifier: Packages", "Label: Debian", "Component: main"];
  const { stdout } = await run(["apt-get", "indextargets", "--format", "$(SITE)", ...filters]);
  return [...new Set(stdout.split("\n").filter((line) => line !== ""))];
}

async function fetchPinned(mirror: string, { file, folder }: { file: DebianFile; folder: string }): Promise<void> {
  const target = join(folder, basename(file.path));
  await run([aptHelper, "download-file", `${mirror}/${file.path}`, target], { timeoutMs: 180_000 });
  const sha256 = createHash("sha256")
    .update(await readFile(target))
    .digest("hex");
  if (sha256 === file.sha256) return;
  await rm(target);
  throw new Error(`${file.package} ${file.version} has the hash ${sha256} instead of ${file.sha256}`);
}

/** In a folder of ours: this machine's own apt does not learn of it, and nothing is installed. */
async function readRelease(
  mirror: string,
  { suite, folder }: { suite: string; folder: string },
): Promise<DebianRelease> {
  for (const place of ["state/lists/partial", "cache/archives/partial"])
    await mkdir(join(folder, place), { recursive: true });
  const trust = (await readFile(keyring).catch(() => undefined)) === undefined ? "" : `[signed-by=${keyring}] `;
  await writeFile(join(folder, "sources.list"), `deb ${trust}${mirror} ${suite} main\n`);
  await writeFile(join(folder, "state/status"), "");
  const settings = [
    `Dir::State=${join(folder, "state")}`,
    `Dir::State::status=${join(folder, "state/status")}`,
    `Dir::Cache=${join(folder, "cache")}`,
    `Dir::Etc::SourceList=${join(folder, "sources.list")}`,
    "Dir::Etc::SourceParts=-",
    "Acquire::Languages=none",
    // A mirror that is late is none that lies: what is downloaded is signed.
    "Acquire::Check-Valid-Until=false",
  ].flatMap((setting) => ["-o", setting]);
  await run(["apt-get", "-q", ...settings, "update"], { timeoutMs: 180_000 });
  return {
    async versionOf(name) {
      const shown = await run(["apt-cache", ...settings, "--no-all-versions", "show", name], { acceptedCodes: [100] });
      return /^Version: (.+)$/m.exec(shown.stdout)?.[1];
    },
    async fetch(packages, into) {
      await run(["apt-get", "-q", ...settings, "download", ...packages], { cwd: into, timeoutMs: 300_000 });
    },
  };
}

export const debianArchive: Archive = { mirrors, fetchPinned, readRelease };
