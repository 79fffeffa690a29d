import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.ts";
import { imagesStamp } from "../images.ts";
import { withLock } from "../lock.ts";
import { cacheFolder } from "../places.ts";
import { createServer } from "../server.ts";
import type { Slot } from "../slot.ts";
import { baseImages } from "./recipes.ts";

/** No lab has that many servers of its own, so the number is free for this one. */
const number = 9;

export const warmDockerFolder = (): string => join(cacheFolder, `docker-${imagesStamp()}`);

/**
 * Docker's folder as it is after pulling the base images. New servers start from a copy: a third of a second, where
 * pulling takes ten. Made once per machine, by a server that lives only for that.
 */
export async function ensureWarmDocker(slot: Slot, userKeyPath: string): Promise<string> {
  const folder = warmDockerFolder();
  if (existsSync(folder)) return folder;
  return withLock(join(cacheFolder, "docker.lock"), async () => {
    if (!existsSync(folder)) await makeWarmDocker(folder, { slot, userKeyPath });
    return folder;
  });
}

async function makeWarmDocker(
  folder: string,
  { slot, userKeyPath }: { slot: Slot; userKeyPath: string },
): Promise<void> {
  for (const old of await readdir(cacheFolder)) {
    if (old.startsWith("docker-")) await rm(join(cacheFolder, old), { recursive: true, force: true });
  }
  const server = await createServer({ slot, number, userKeyPath });
  for (const { repository, tags } of baseImages) {
    const [first = "latest", ...others] = tags;
    await server.exec(["docker", "pull", "--quiet", `${repository}:${first}`]);
    for (const tag of others) await server.exec(["docker", "tag", `${repository}:${first}`, `${repository}:${tag}`]);
  }
  await server.stop();
  const made = join(slot.folder, `s${number}`);
  // Newer daemons keep their identity here; two servers with the same one would be taken for each other.
  await rm(join(made, "docker/engine-id"), { force: true });
  await run(["cp", "-a", join(made, "docker"), `${folder}.new`]);
  await rename(`${folder}.new`, folder);
  await rm(made, { recursive: true, force: true });
}
