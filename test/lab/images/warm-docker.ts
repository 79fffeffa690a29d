import { existsSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command.ts";
import type { DockerKind } from "../generation.ts";
import { imagesStamp } from "../images.ts";
import { withLock } from "../lock.ts";
import type { Newest } from "../newest/newest.ts";
import { cacheFolder } from "../places.ts";
import { createServer } from "../server.ts";
import type { Slot } from "../slot.ts";
import { baseImages } from "./recipes.ts";

/** No lab has that many servers of its own, so the number is free for this one. */
const number = 9;

/** Docker's folder with the base images, for each kind: they keep other files there. */
export function warmDockerFolders(newest: Newest): Record<DockerKind, string> {
  const images = imagesStamp(newest);
  return {
    stable: join(cacheFolder, `${prefixOf("stable")}${images}`),
    newest: join(cacheFolder, `${prefixOf("newest")}${newest.docker.version}-${images}`),
    "containerd-store": join(cacheFolder, `${prefixOf("containerd-store")}${newest.docker.version}-${images}`),
  };
}

const prefixOf = (docker: DockerKind) => `warm-${docker}-`;

export interface WarmDocker {
  docker: DockerKind;
  slot: Slot;
  userKeyPath: string;
  newest: Newest;
}

/**
 * Docker's folder as it is after pulling the base images. New servers start from a copy: a third of a second, where
 * pulling takes ten. Made once per machine, by a server that lives only for that.
 */
export async function ensureWarmDocker(warm: WarmDocker): Promise<void> {
  const folder = warmDockerFolders(warm.newest)[warm.docker];
  if (existsSync(folder)) return;
  await withLock(join(cacheFolder, "docker.lock"), async () => {
    if (!existsSync(folder)) await makeWarmDocker(folder, warm);
  });
}

async function makeWarmDocker(folder: string, { docker, slot, userKeyPath, newest }: WarmDocker): Promise<void> {
  for (const old of await readdir(cacheFolder)) {
    if (old.startsWith(prefixOf(docker))) await rm(join(cacheFolder, old), { recursive: true, force: true });
  }
  const newestDockerFolder = newest.docker.folder;
  const server = await createServer({ slot, number, userKeyPath, docker, newestDockerFolder });
  for (const { repository, tags } of baseImages(newest)) {
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
