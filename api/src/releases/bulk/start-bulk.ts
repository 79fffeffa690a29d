import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { workLanes } from "../../kit/lanes/work-lanes.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { brokenConstraint } from "../../kit/sql/constraint.ts";
import { hashToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import type { BulkChoice, BulkOrder, BulkPreview } from "./bulk.schemas.ts";
import { findByKey, insertBulk, insertMembers, type NewBulk, type NewMember } from "./bulk.store.ts";
import { chooseMembers } from "./choose-members.ts";
import { bulks } from "./work-bulks.ts";

/** So long an operation may take: what has not ended by then is told as such. */
const longestMs = 24 * 60 * 60_000;

/**
 * Asks the same of many, as one operation that is kept with what came of each. Those that are known to be refused are skipped from the
 * beginning. Answers with its id; the same key again answers with the first one.
 */
export async function startBulk(deps: Deps, actor: Actor, { key, ...choice }: BulkOrder): Promise<{ id: string }> {
  const reach = allowWithin(actor, choice.verb === "deploy" ? "resource.deploy" : "resource.operate");
  const asked = await hashToken(
    JSON.stringify([choice.verb, choice.tag, choice.projectId, choice.environmentId, choice.ids]),
  );
  const before = key === undefined ? undefined : await findByKey(deps.db, actor.teamId, key);
  if (before) return sameAs(before, asked);
  const members = await chooseMembers(deps, { actor, reach, choice });
  if (members.length === 0)
    throw conflict("bulk.empty", `Nothing carries the tag ${JSON.stringify(choice.tag)} there.`);
  const row = toRow(deps, actor, { choice, key, asked, members });
  try {
    await write(deps, actor, { row, members });
  } catch (error) {
    if (brokenConstraint(error)?.columns !== "bulk.team_id, bulk.key") throw error;
    const first = await findByKey(deps.db, actor.teamId, row.key);
    if (first) return sameAs(first, asked);
    throw error;
  }
  deps.hub.publish(actor.teamId, { type: "bulk", id: row.id, state: row.state });
  deps.background(() => workLanes(deps, bulks));
  return { id: row.id };
}

function sameAs(before: { id: string; asked: string }, asked: string): { id: string } {
  if (before.asked === asked) return { id: before.id };
  throw conflict("bulk.key_used", "Something else was asked with this key. Take another key.");
}

type Members = BulkPreview["items"];
type Given = { choice: BulkChoice; key: string | undefined; asked: string; members: Members };

function toRow({ ids, clock }: Deps, actor: Actor, { choice, key, asked, members }: Given): NewBulk {
  const id = ids.next("bulk");
  const now = clock.now();
  const isOver = members.every(({ refusal }) => refusal !== null);
  return {
    id,
    teamId: actor.teamId,
    verb: choice.verb,
    tag: choice.tag ?? null,
    projectId: choice.projectId ?? null,
    environmentId: choice.environmentId ?? null,
    key: key ?? id,
    asked,
    state: isOver ? "ended" : "running",
    createdBy: actor.userId,
    via: actor.via,
    credentialId: actor.credentialId,
    scopes: actor.scopes?.join(" ") ?? null,
    requestId: actor.requestId,
    nextAt: now,
    endsAt: now + longestMs,
    createdAt: now,
    finishedAt: isOver ? now : null,
  };
}

async function write(deps: Deps, actor: Actor, { row, members }: { row: NewBulk; members: Members }): Promise<void> {
  const { db, clock } = deps;
  const rows = members.map(
    ({ resourceId, name, refusal }, position): NewMember => ({
      bulkId: row.id,
      resourceId,
      teamId: row.teamId,
      position,
      name,
      state: refusal === null ? "waiting" : "skipped",
      reason: refusal,
      finishedAt: refusal === null ? null : clock.now(),
    }),
  );
  await runBatch(db, [
    insertBulk(db, row),
    insertMembers(db, rows),
    withinLimit("bulks", actor, deps),
    auditStatement(deps, actor, {
      action: "bulk.run",
      target: row.id,
      detail: { verb: row.verb, tag: row.tag ?? null, count: rows.length },
    }),
  ]);
}
