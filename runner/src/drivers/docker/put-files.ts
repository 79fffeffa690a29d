import { buffer } from "node:stream/consumers";
import tar from "tar-stream";
import { callDocker } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import type { Effect } from "../../journal/effects.ts";
import type { FileToPut } from "../../ports/driver.ts";

type Given = { id: string; files?: readonly FileToPut[] | undefined };
type Tools = { host: DockerHost; effect: Effect };

/**
 * Into a container that was made and does not run yet. Docker unpacks below the root of the container, whatever links it finds there. What
 * is at a path already is replaced; a folder never.
 */
export async function putFiles({ host, effect }: Tools, { id, files = [] }: Given): Promise<void> {
  if (files.length === 0) return;
  const archive = await archiveOf(files);
  await effect("put-files", () =>
    callDocker(host.docker.getContainer(id).putArchive(archive, { path: "/", noOverwriteDirNonDir: "true" })),
  );
}

function archiveOf(files: readonly FileToPut[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { path, mode, uid, gid, bytes } of files)
    pack.entry({ name: path.slice(1), mode, uid, gid, type: "file" }, Buffer.from(bytes));
  pack.finalize();
  return buffer(pack);
}
