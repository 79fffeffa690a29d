// pure

import { authorizedKeysLine } from "./authorized-keys-line.ts";
import { isRunnerOnline } from "./runner-online.ts";
import type { RunnerView } from "./runners.schemas.ts";
import type { RunnerWithCount } from "./runners.store.ts";
import { updateReason } from "./update-reason.ts";

export const toRunnerView = (row: RunnerWithCount, now: number): RunnerView => ({
  id: row.id,
  name: row.name,
  version: row.version,
  updateReason: updateReason(row),
  platform: row.platform,
  authorizedKeysLine: authorizedKeysLine(row.sshPublicKey),
  isOnline: isRunnerOnline(row, now),
  lastSeenAt: row.lastSeenAt,
  revokedAt: row.revokedAt,
  serverCount: row.serverCount,
  revision: row.revision,
  createdAt: row.createdAt,
});
