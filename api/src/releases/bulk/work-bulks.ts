import { tokenScopes } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { LaneQueue } from "../../kit/lanes/work-lanes.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Lane } from "../../rules/next-lanes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { beginMember } from "./begin-member.ts";
import {
  type BulkRow,
  findAsker,
  findOpenBulk,
  listDueBulks,
  listWaiting,
  postponeBulk,
  skipWaiting,
} from "./bulk.store.ts";
import { settleBulk } from "./settle-bulk.ts";

/** Members of one operation until everything else that is due has its turn. */
const aTurn = 10;
const mostDue = 1_000;

/**
 * Bulk operations: a lane for each, teams in turn. A member is marked in the batch that begins it, so whoever goes on after a process that
 * died, or beside another one, begins each once and forgets none.
 */
export const bulks: LaneQueue = {
  name: "bulks",
  listDue: ({ db, clock }) => listDueBulks(db, { now: clock.now(), limit: mostDue }),
  work: workBulk,
};

async function workBulk(deps: Deps, { key: id }: Lane): Promise<boolean> {
  const { db, clock, hub } = deps;
  const bulk = await findOpenBulk(db, id);
  if (!bulk) return false;
  const actor = await askerOf(deps, bulk);
  const end = refusalOf(bulk, { actor, now: clock.now() });
  if (end !== null) await runBatch(db, [skipWaiting(db, id, { reason: end, now: clock.now() })]);
  const waiting = actor ? await listWaiting(db, id, aTurn + 1) : [];
  for (const { resourceId } of actor ? waiting.slice(0, aTurn) : []) {
    if (deps.capacity.isSpent()) return false;
    const waitMs = actor && (await beginMember(deps, { actor, bulk, resourceId }));
    if (waitMs === null) continue;
    await runBatch(db, [postponeBulk(db, id, clock.now() + waitMs)]);
    return false;
  }
  hub.publish(bulk.teamId, { type: "bulk", id, state: "running" });
  if (waiting.length > aTurn) return true;
  await settleBulk(deps, bulk);
  return false;
}

/** Why nothing more of it is begun. */
function refusalOf(bulk: BulkRow, { actor, now }: { actor: Actor | null; now: number }): string | null {
  if (actor === null) return "Whoever asked for it is not in the team any more, or their token was revoked.";
  return bulk.endsAt <= now ? "Its turn did not come within a day, because a limit held it back." : null;
}

type Scope = (typeof tokenScopes)[number];
const isScope = (word: string): word is Scope => tokenScopes.some((each) => each === word);

/** Whoever asked, with the role of today and the scopes of then. */
async function askerOf({ db }: Deps, bulk: BulkRow): Promise<Actor | null> {
  const role = await findAsker(db, bulk);
  if (role === null) return null;
  const { teamId, createdBy: userId, via, credentialId, requestId } = bulk;
  const scopes = bulk.scopes?.split(" ").filter(isScope) ?? null;
  return { userId, teamId, role, isInstanceOwner: false, via, scopes, credentialId, requestId };
}
