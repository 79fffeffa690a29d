import type { Deps } from "../../kit/deps.ts";
import { sessionIdleMs } from "../../kit/http/actor.ts";
import type { Person } from "../../kit/http/api-env.ts";
import type { SessionView } from "./identity.schemas.ts";
import { listSessionRows } from "./identity.store.ts";

/** Sessions that still open something, the most recently used first. */
export async function readSessions({ db, clock }: Deps, person: Person): Promise<SessionView[]> {
  const now = clock.now();
  const rows = await listSessionRows(db, person.userId, { now: new Date(now) });
  return rows
    .filter((row) => now - row.updatedAt.getTime() <= sessionIdleMs)
    .map((row) => ({
      id: row.id,
      isCurrent: row.id === person.credentialId,
      ip: row.ip,
      userAgent: row.userAgent,
      createdAt: row.createdAt.getTime(),
      lastSeenAt: row.updatedAt.getTime(),
    }));
}
