// pure

import { readable } from "@fairlead/db/damaged";
import type { Actor } from "../../rules/permissions.ts";
import type { ApiTokenView } from "./tokens.schemas.ts";
import type { ApiTokenRow } from "./tokens.store.ts";

const stateOf = ({ revokedAt, expiresAt }: ApiTokenRow, now: number): ApiTokenView["state"] => {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
};

export const toApiTokenView = (row: ApiTokenRow, { actor, now }: { actor: Actor; now: number }): ApiTokenView => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  // One whose rights cannot be read has none.
  scopes: readable(row.scopes, () => []),
  owner: { userId: row.userId, name: row.ownerName, email: row.ownerEmail },
  isYours: row.userId === actor.userId,
  state: stateOf(row, now),
  expiresAt: row.expiresAt,
  lastUsedAt: row.lastUsedAt,
  createdAt: row.createdAt,
});
