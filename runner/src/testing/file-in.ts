import { buffer } from "node:stream/consumers";
import tar from "tar-stream";
import type { DockerHost } from "../engine/docker-host.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { FileToPut } from "../ports/driver.ts";

/** What lies at a path of a container, as Docker packs it again. */
export async function fileIn(
  { docker }: DockerHost,
  { container, path }: { container: ObservedContainer; path: string },
): Promise<FileToPut | undefined> {
  const entries = tar.extract();
  (await docker.getContainer(container.id).getArchive({ path })).pipe(entries);
  for await (const entry of entries) {
    const { mode = 0, uid = 0, gid = 0 } = entry.header;
    return { path, mode: mode & 0o777, uid, gid, bytes: await buffer(entry) };
  }
  return undefined;
}
