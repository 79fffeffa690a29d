import { getDeployment } from "../../../api/deployments.ts";
import { loaded } from "../../../api/http.ts";
import { allOf } from "../../../api/pages.ts";
import { listVolumes } from "../../../api/volumes.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends, resource }: Context) {
  depends(`app:storage:${id}`);
  const application = await resource();
  const serverId = application.server.id;
  const [volumes, serving] = await loaded(
    Promise.all([
      allOf((cursor) => listVolumes({ serverId }, cursor)),
      application.activeDeployment ? getDeployment(application.activeDeployment.id) : undefined,
    ]),
  );
  const covered = (application.container.mounts ?? []).map(({ path }) => path);
  return {
    volumes,
    /** Folders whose files go with the container, and that nothing covers yet. */
    unnamed: (serving?.unnamedVolumes ?? []).filter((path) => !covered.includes(path)),
  };
}
