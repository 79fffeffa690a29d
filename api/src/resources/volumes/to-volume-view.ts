// pure

import { DamagedValue } from "@fairlead/db/damaged";
import type { VolumeView } from "./volumes.schemas.ts";
import type { Mounted, SeenVolumeRow } from "./volumes.store.ts";

export const toVolumeView = (row: SeenVolumeRow, users: readonly Mounted[]): VolumeView => ({
  id: row.id,
  name: row.name,
  server: { id: row.serverId, name: row.serverName },
  dockerName: row.dockerName,
  isAdopted: row.isAdopted,
  share: row.share instanceof DamagedValue ? null : row.share,
  isShareDamaged: row.share instanceof DamagedValue,
  state: row.state,
  isMade: row.madeAt !== null,
  sizeBytes: row.sizeBytes,
  containers: row.containers,
  measuredAt: row.measuredAt,
  trashedAt: row.trashedAt,
  purgeAt: row.purgeAt,
  purgeNote: row.purgeNote,
  usedBy: users
    .filter(({ volume }) => volume === row.id)
    .map(({ id, name, path, isReadOnly }) => ({ id, name, path, isReadOnly: Boolean(isReadOnly) })),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
