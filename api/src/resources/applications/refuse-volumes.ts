import type { Database } from "@fairlead/db";
import { type ContainerSettings, refuseMounts } from "@fairlead/runner/contract";
import type { Statement } from "../../kit/sql/statement.ts";
import { invalidField } from "../../rules/errors.ts";
import type { Placement } from "../placement.store.ts";
import { listByIds, listUsers, volumesAreFree } from "../volumes/volumes.store.ts";

type Asked = {
  container: Pick<ContainerSettings, "mounts" | "temporaryFolders"> & Partial<Pick<ContainerSettings, "hostMounts">>;
  /** Whose they are to be. */
  application: string;
  placements: readonly Pick<Placement, "id" | "name">[];
};

/** Mounts that would hide, empty or spoil something, as far as it shows before there is an image. */
export async function refuseVolumes(
  db: Database,
  teamId: string,
  { container: { mounts = [], hostMounts = [], temporaryFolders = [] }, application, placements }: Asked,
): Promise<void> {
  const [fault] = refuseMounts({ mounts, hostMounts, temporaryFolders });
  if (fault) throw invalidField(`container.${fault.field}`, fault.message);
  if (mounts.length === 0) return;
  const [place, another] = placements;
  if (another)
    throw invalidField(
      "container.mounts",
      `a volume is on one server, and this application runs on ${placements.length}: on the others it would begin without its data. Leave those out, or take the volumes away`,
    );
  const ids = mounts.map(({ volume }) => volume);
  const [rows, users] = await Promise.all([listByIds(db, teamId, ids), listUsers(db, teamId, ids)]);
  for (const [index, { volume: id, isReadOnly }] of mounts.entries()) {
    const field = (name: string) => `container.mounts.${index}.${name}`;
    const row = rows.find((each) => each.id === id);
    if (!row) throw invalidField(field("volume"), "is no volume of this team");
    if (row.state !== "active")
      throw invalidField(field("volume"), `${row.name} is in the trash: bring it back first, or choose another`);
    if (place && row.serverId !== place.id)
      throw invalidField(field("volume"), `${row.name} is not on ${place.name}, where the application runs`);
    // Whose files another machine has is written by others anyway.
    if (row.share !== null) continue;
    const writer = users.find((each) => each.volume === id && each.id !== application && !each.isReadOnly);
    if (writer && !isReadOnly)
      throw invalidField(
        field("isReadOnly"),
        `must be true: ${writer.name} writes ${row.name} already, and two would spoil each other's files`,
      );
  }
}

/** For the batch of the save: two that ask to write a volume in one instant do not both get it, and none that is being removed. */
export const volumesStayFree = (
  db: Database,
  teamId: string,
  { container: { mounts = [] }, application }: { container: Pick<ContainerSettings, "mounts">; application: string },
): Statement[] => (mounts.length > 0 ? [volumesAreFree(db, teamId, { application, mounts })] : []);
