import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.ts";
import { gitPorts } from "../ports.ts";
import { serviceFolder } from "../services/daemon.ts";
import type { Slot } from "../slot.ts";
import { cleanGit, git } from "./git.ts";
import type { Repository } from "./push.ts";

/** Where the forge's users would never look: the bare repository it serves, and the work tree commits are made in. */
export const repositoriesFolder = (slot: Slot): string => join(serviceFolder(slot), "repositories");
const bareFolder = (slot: Slot, { fullName }: Repository) => join(repositoriesFolder(slot), `${fullName}.git`);
export const workFolder = (slot: Slot, { fullName }: Repository): string =>
  join(serviceFolder(slot), "worktrees", fullName);

export async function createRepository(
  slot: Slot,
  {
    fullName,
    isPublic,
    token = randomBytes(20).toString("hex"),
  }: { fullName: string; isPublic: boolean; token?: string },
): Promise<Repository> {
  if (!/^[a-z0-9._-]+\/[a-z0-9._-]+$/.test(fullName)) throw new Error(`not owner/name in small letters: ${fullName}`);
  const { address } = slot;
  const repository: Repository = {
    fullName,
    isPublic,
    httpUrl: `http://${address}:${gitPorts.http}/${fullName}.git`,
    httpsUrl: `https://${address}:${gitPorts.https}/${fullName}.git`,
    sshUrl: `ssh://git@${address}:${gitPorts.ssh}/${fullName}.git`,
    token,
  };
  const bare = bareFolder(slot, repository);
  const work = workFolder(slot, repository);
  for (const folder of [bare, work]) {
    // A kept lab may hold one of this name from an earlier run.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  await git(bare, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  // Forges allow to ask for any commit by its id, which is what a shallow fetch of one exact commit needs.
  for (const setting of ["http.receivepack", "uploadpack.allowAnySHA1InWant", "uploadpack.allowFilter"]) {
    await git(bare, ["config", setting, "true"]);
  }
  await writeFile(join(bare, "lab-access.json"), JSON.stringify({ token: repository.token, isPublic }));
  await git(work, ["init", "--quiet", "--initial-branch=main"]);
  await git(work, ["remote", "add", "origin", bare]);
  return repository;
}

/** The commit a ref points at, or `undefined` when there is no such ref. */
export async function readRef(
  slot: Slot,
  { repository, ref }: { repository: Repository; ref: string },
): Promise<string | undefined> {
  const asked = ["git", "-C", bareFolder(slot, repository), "rev-parse", "--verify", "--quiet", ref];
  const { stdout } = await run(asked, { env: cleanGit, acceptedCodes: [1] });
  return stdout.trim() || undefined;
}
