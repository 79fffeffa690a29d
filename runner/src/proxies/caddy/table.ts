import { randomBytes } from "node:crypto";
import type { HostFiles } from "../../hosts/host.ts";
import { HostFileError } from "../../hosts/host-fault.ts";
import { RunnerFault } from "../../outcome.ts";
import { networksFolder, partedHosts, wholeHosts } from "./render-lookup.ts";
import type { RouteTable } from "./render-table.ts";

/**
 * The table of routes in force is a folder, `table-<revision>`, that the link `current` leads to. Runners may publish at the same time;
 * the newest stands, without a lock that one of them could leave behind:
 *
 * - A whole table is announced by a link, `flip-<revision>`, and put in force by moving that link over `current`.
 * - Before somebody moves theirs they take away all older announcements. So an older one either was moved before, or cannot be any more.
 * - A newer announcement that is found is put in force, whoever made it: its maker may be dead.
 */
export type PublishedTable = { revision: number; isChanged: boolean };

/** Resolves with the revision in force afterwards. */
export async function publishTable(files: HostFiles, folder: string, table: RouteTable): Promise<PublishedTable> {
  await files.makeDirectory(folder, { mode: 0o700 });
  for (let attempt = 0; attempt < 5; attempt++) {
    const published = await tryPublish(files, folder, table);
    if (published) return published;
  }
  throw new RunnerFault({
    class: "internal",
    step: null,
    sentence: "Others kept changing the proxy's routes at the same time.",
    evidence: [],
    nextAction: "Try again.",
  });
}

async function tryPublish(files: HostFiles, folder: string, table: RouteTable): Promise<PublishedTable | undefined> {
  const { revision } = table;
  const before = await readTables(files, folder);
  if (before.current >= revision) return { revision: before.current, isChanged: false };
  try {
    if (!before.tables.includes(revision)) await makeTable(files, folder, table);
    await files.link(`${folder}/flip-${revision}`, `table-${revision}`);
  } catch (error) {
    // What is older than the table in force is taken away, also under the hands of its maker.
    if ((await readTables(files, folder)).current > revision) return undefined;
    throw error;
  }
  const seen = await readTables(files, folder);
  const newest = Math.max(revision, ...seen.flips);
  if (seen.current >= newest) return undefined;
  for (const older of seen.flips.filter((each) => each < newest)) await files.remove(`${folder}/flip-${older}`);
  if (!(await moveUnlessGone(files, { from: `${folder}/flip-${newest}`, to: `${folder}/current` }))) return undefined;
  await clearAway(files, folder, { keep: [newest, before.current], olderThan: newest });
  return { revision: newest, isChanged: true };
}

async function makeTable(files: HostFiles, folder: string, { revision, files: entries }: RouteTable): Promise<void> {
  const made = `${folder}/new-${revision}-${randomBytes(6).toString("hex")}`;
  await files.makeTree(made, entries);
  await files.move(made, `${folder}/table-${revision}`).catch(async (error) => {
    // Another runner made the same one.
    if (!(await readTables(files, folder)).tables.includes(revision)) throw error;
    await files.removeTree(made);
  });
}

async function moveUnlessGone(files: HostFiles, { from, to }: { from: string; to: string }): Promise<boolean> {
  try {
    await files.move(from, to);
    return true;
  } catch (error) {
    if (error instanceof HostFileError && error.reason === "not-found") return false;
    throw error;
  }
}

type Tables = { tables: number[]; flips: number[]; current: number };

/** -1: no table is in force. */
async function readTables(files: HostFiles, folder: string): Promise<Tables> {
  const names = await files.list(folder);
  const link = await files.readLink(`${folder}/current`);
  const numbers = (prefix: "table-" | "flip-") =>
    names
      .filter((name) => name.startsWith(prefix) && /^\d{1,15}$/.test(name.slice(prefix.length)))
      .map((name) => Number(name.slice(prefix.length)));
  const linked = link?.match(/^table-(\d{1,15})$/);
  const isThere = linked && (names.includes(linked[0]) || (await files.stat(`${folder}/${linked[0]}`)) !== undefined);
  return { tables: numbers("table-"), flips: numbers("flip-"), current: isThere ? Number(linked[1]) : -1 };
}

/** A request under way may still look into the table before. */
async function clearAway(
  files: HostFiles,
  folder: string,
  { keep, olderThan }: { keep: number[]; olderThan: number },
): Promise<void> {
  for (const name of await files.list(folder)) {
    const found = name.match(/^(?:table-(\d{1,15})|new-(\d{1,15})-[0-9a-f]+)$/);
    if (!found) continue;
    const revision = Number(found[1] ?? found[2]);
    if (revision < olderThan && (found[1] === undefined || !keep.includes(revision)))
      await files.removeTree(`${folder}/${name}`);
  }
}

/** Networks of the table in force. */
export const readNetworks = (files: HostFiles, folder: string): Promise<string[]> =>
  files.list(`${folder}/current/${networksFolder}`);

/** Hosts with a certificate in the table in force. */
export async function readSecureHosts(files: HostFiles, folder: string): Promise<string[]> {
  const trees = [wholeHosts("secure"), partedHosts("secure")];
  return (await Promise.all(trees.map((tree) => files.list(`${folder}/current/${tree}`)))).flat();
}
