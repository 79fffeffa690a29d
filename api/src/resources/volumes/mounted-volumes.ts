import { DamagedValue, type Database } from "@fairlead/db";
import type { ContainerSettings, MountedVolume } from "@fairlead/runner/contract";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { toMounted } from "./to-mounted.ts";
import { listByIds, listUsers } from "./volumes.store.ts";

type Asked = {
  teamId: string;
  resourceId: string;
  serverId: string;
  mounts: ContainerSettings["mounts"] | undefined;
};

/** What a deployment mounts, as it is at this moment: a volume may have gone to the trash, or to another writer, since it was frozen. */
export async function mountedVolumes(db: Database, asked: Asked): Promise<MountedVolume[]> {
  const { teamId, resourceId, serverId, mounts = [] } = asked;
  if (mounts.length === 0) return [];
  const ids = mounts.map(({ volume }) => volume);
  const [rows, users] = await Promise.all([listByIds(db, teamId, ids), listUsers(db, teamId, ids)]);
  return mounts.map(({ volume: id, path, isReadOnly }) => {
    const row = rows.find((each) => each.id === id);
    if (!row)
      throw new NotCompilable(
        `The volume at ${path} is gone, so it would begin without its data.`,
        "Mount another volume there, or take it away, and deploy again.",
      );
    if (row.state !== "active")
      throw new NotCompilable(
        `The volume ${row.name} at ${path} is in the trash.`,
        "Bring it back under Volumes, or mount it no more, and deploy again.",
      );
    if (row.serverId !== serverId)
      throw new NotCompilable(
        `The volume ${row.name} at ${path} is on another server, so it would begin without its data.`,
        "Run it on the volume's server, or mount another one.",
      );
    if (row.share instanceof DamagedValue)
      throw new NotCompilable(
        `It cannot be read who has the files of the volume ${row.name} at ${path}.`,
        "Add the share as a new volume, mount that one there, and deploy again.",
      );
    const writer = users.find((each) => each.volume === id && each.id !== resourceId && !each.isReadOnly);
    if (!isReadOnly && writer && row.share === null)
      throw new NotCompilable(
        `${writer.name} writes the volume ${row.name} already, and two would spoil each other's files.`,
        "Mount it read-only in one of them, and deploy again.",
      );
    return toMounted(row);
  });
}
