import { getDeployment } from "../../../api/deployments.ts";
import { listFiles } from "../../../api/files.ts";
import { loaded } from "../../../api/http.ts";
import { allOf } from "../../../api/pages.ts";
import { listVolumes } from "../../../api/volumes.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends, resource }: Context) {
  depends(`app:storage:${id}`);
  const application = await resource();
  const serverId = application.server.id;
  const [volumes, serving, files] = await loaded(
    Promise.all([
      allOf((cursor) => listVolumes({ serverId }, cursor)),
      application.activeDeployment ? getDeployment(application.activeDeployment.id) : undefined,
      listFiles(id),
    ]),
  );
  const covered = (application.container.mounts ?? []).map(({ path }) => path);
  return {
    volumes,
    /** What is in those that the settings name. */
    files: files.items,
    /** Folders whose files go with the container, and that nothing covers yet. */
    unnamed: (serving?.unnamedVolumes ?? []).filter((path) => !covered.includes(path)),
  };
}
