import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.ts";
import { withLock } from "../lock.ts";
import { cacheFolder } from "../places.ts";
import { type Archive, type DebianRelease, debianArchive } from "./debian.ts";
import { type NewerPart, newerCaddy, newerDocker } from "./pins.ts";

/** One part as it lies in the cache: its programs below the paths where a machine has them. */
export interface FoundPart {
  name: string;
  /** As its packages say: `28.5.2+dfsg4-5`. */
  version: string;
  folder: string;
  /** Where the pinned files were not to be had: what stands in their place, and why. */
  note?: string;
}

/** What people run who install today, whatever release this machine is of. */
export interface Newest {
  docker: FoundPart;
  caddy: FoundPart;
}

/** Newest first. Their names are links that the archive keeps, so a release to come is found as well. */
const suites = ["sid", "testing", "stable"];

let known: Promise<Newest> | undefined;

/**
 * The newest Docker and Caddy of any Debian release, downloaded once per machine and installed nowhere. Throws when there
 * is none: a run on old programs only must not look like one on both.
 */
export function ensureNewest(): Promise<Newest> {
  known ??= Promise.all([ensurePart(newerDocker), ensurePart(newerCaddy)]).then(([docker, caddy]) => ({
    docker,
    caddy,
  }));
  return known;
}

export async function ensurePart(
  part: NewerPart,
  { cache = join(cacheFolder, "newest"), archive = debianArchive } = {},
): Promise<FoundPart> {
  const stamp = createHash("sha256").update(JSON.stringify(part)).digest("hex").slice(0, 16);
  const folder = join(cache, `${part.name.toLowerCase()}-${stamp}`);
  await mkdir(cache, { recursive: true });
  if (!existsSync(folder)) await withLock(`${folder}.lock`, () => make(part, { folder, archive }));
  return { ...JSON.parse(await readFile(join(folder, "found.json"), "utf8")), folder };
}

async function make(part: NewerPart, { folder, archive }: { folder: string; archive: Archive }): Promise<void> {
  if (existsSync(folder)) return;
  const workshop = `${folder}.new`;
  const refusals: string[] = [];
  for (const source of await sourcesOf(part, { archive, aptFolder: join(workshop, "apt") })) {
    await rm(workshop, { recursive: true, force: true });
    await mkdir(join(workshop, "packages"), { recursive: true });
    try {
      const version = await source.fetch(join(workshop, "packages"));
      await unpack(part, workshop);
      const note = source.isPinned ? {} : { note: `${version} from ${source.name}, because ${refusals[0]}` };
      await writeFile(join(workshop, "found.json"), JSON.stringify({ name: part.name, version, ...note }));
      await rename(workshop, folder);
      return;
    } catch (error) {
      refusals.push(`${source.name}: ${reasonOf(error)}`);
    }
  }
  const [major, minor] = part.least;
  throw new Error(
    `no ${part.name} from ${major}.${minor} on is to be had: ${refusals.join("; ") || "no Debian mirror"}`,
  );
}

/** Of a failed program, what it says went wrong and not what it warns of. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E: (.+)$/m.exec(text)?.[1] ?? text;
}

interface Source {
  name: string;
  isPinned: boolean;
  /** Puts the packages into the folder and returns the version of the first. */
  fetch(folder: string): Promise<string>;
}

async function sourcesOf(
  part: NewerPart,
  { archive, aptFolder }: { archive: Archive; aptFolder: string },
): Promise<Source[]> {
  const mirrors = await archive.mirrors();
  const pinned = part.pinned[process.arch];
  const fromPins = mirrors.map(
    (mirror): Source => ({ name: "the pinned files", isPinned: true, fetch: (folder) => fetchPins(mirror, folder) }),
  );
  const fetchPins = async (mirror: string, folder: string) => {
    if (pinned === undefined) throw new Error(`there are none for ${process.arch}`);
    for (const file of pinned) await archive.fetchPinned(mirror, { file, folder });
    return pinned[0]?.version ?? "";
  };
  const fromReleases = mirrors.flatMap((mirror) =>
    suites.map(
      (suite): Source => ({
        name: suite,
        isPinned: false,
        fetch: async (folder) => {
          const release = await archive.readRelease(mirror, { suite, folder: aptFolder });
          return fetchNewest(part, { release, folder });
        },
      }),
    ),
  );
  return [...fromPins, ...fromReleases];
}

async function fetchNewest(
  part: NewerPart,
  { release, folder }: { release: DebianRelease; folder: string },
): Promise<string> {
  const version = await release.versionOf(part.packages[0] ?? "");
  if (version === undefined || !isAtLeast(version, part.least)) throw new Error(`it has ${version ?? "none"}`);
  await release.fetch(part.packages, folder);
  return version;
}

export function isAtLeast(version: string, [major, minor]: NewerPart["least"]): boolean {
  const [, foundMajor = 0, foundMinor = 0] = (/^(?:\d+:)?(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

/** Only programs: settings and service files would change what a server does that has them as a layer. */
async function unpack(part: NewerPart, workshop: string): Promise<void> {
  const packages = join(workshop, "packages");
  for (const name of await readdir(packages)) await run(["dpkg", "-x", join(packages, name), workshop]);
  await rm(packages, { recursive: true });
  await rm(join(workshop, "apt"), { recursive: true, force: true });
  for (const name of ["etc", "var", "usr/lib", "usr/share"])
    await rm(join(workshop, name), { recursive: true, force: true });
  await run([join(workshop, part.program), "--version"]);
}
