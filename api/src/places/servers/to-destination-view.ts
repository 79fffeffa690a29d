// pure

import type { DestinationView } from "./destinations.schemas.ts";
import type { DestinationWithServer } from "./destinations.store.ts";

export const toDestinationView = (row: DestinationWithServer): DestinationView => ({
  id: row.id,
  serverId: row.serverId,
  serverName: row.serverName,
  name: row.name,
  network: row.network,
  applicationCount: row.applicationCount,
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
