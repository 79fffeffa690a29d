import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { AuditQuery } from "./audit.schemas.ts";
import { meantBy } from "./shared-actions.ts";

const { audit, user, apiToken } = schema;

export type AuditListRow = Awaited<ReturnType<typeof listAuditRows>>[number];

/** Part of a team's entries in the order of their ids: older than `below`, and from `oldest` to `newest`, both included. */
export type Stretch = { below?: string | undefined; newest?: string | undefined; oldest?: string | undefined };
/** What an entry has to fit besides. */
export type Wanted = Pick<AuditQuery, "actor" | "action" | "target" | "from" | "to">;

const inStretch = (teamId: string, { below, newest, oldest }: Stretch): SQL | undefined =>
  and(
    eq(audit.teamId, teamId),
    below === undefined ? undefined : lt(audit.id, below),
    newest === undefined ? undefined : lte(audit.id, newest),
    oldest === undefined ? undefined : gte(audit.id, oldest),
  );

/** `actor` is a person: what they did themselves and through their tokens. */
function isBy(actor: string): SQL | undefined {
  const own = eq(audit.actor, actor);
  return actor.startsWith("user:") ? or(own, eq(apiToken.userId, actor.slice("user:".length))) : own;
}

const begins = (column: typeof audit.action | typeof audit.target, text: string): SQL =>
  sql`substr(${column}, 1, ${text.length}) = ${text}`;

const isOf = (asked: string): SQL | undefined =>
  or(
    ...meantBy(asked).map(({ action, isBeginning, targets }) =>
      and(
        isBeginning ? begins(audit.action, action) : eq(audit.action, action),
        targets === undefined ? undefined : begins(audit.target, targets),
      ),
    ),
  );

/** No index is asked for these: the stretch says how many entries are looked at. */
const fits = ({ actor, action, target, from, to }: Wanted): SQL | undefined =>
  and(
    actor === undefined ? undefined : isBy(actor),
    action === undefined ? undefined : isOf(action),
    target === undefined ? undefined : eq(audit.target, target),
    from === undefined ? undefined : gte(unindexed(audit.createdAt), from),
    to === undefined ? undefined : lt(unindexed(audit.createdAt), to),
  );

/** At most `limit` of the stretch, newest first. `name`: of the person who acted, also through a token of theirs. */
export const listAuditRows = (
  db: Database,
  teamId: string,
  { stretch, wanted, limit }: { stretch: Stretch; wanted: Wanted; limit: number },
) =>
  db
    .select({
      id: audit.id,
      actor: audit.actor,
      name: user.name,
      action: audit.action,
      target: audit.target,
      detail: audit.detail,
      requestId: audit.requestId,
      createdAt: audit.createdAt,
    })
    .from(audit)
    .leftJoin(apiToken, sql`${audit.actor} LIKE 'token:%' AND ${apiToken.id} = substr(${audit.actor}, 7)`)
    .leftJoin(user, sql`${user.id} = coalesce(${apiToken.userId}, substr(${audit.actor}, 6))`)
    .where(
      and(
        inStretch(teamId, stretch),
        // What stands in the chain of somebody else was put in by hand and is nobody's word.
        sql`(${audit.chain} IS NULL OR ${audit.chain} = ${audit.teamId})`,
        fits(wanted),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit);

/** The entry in the given place of the stretch, from 1 at its newest; undefined: the stretch is shorter. */
export async function findInPlace(
  db: Database,
  teamId: string,
  { stretch, place }: { stretch: Stretch; place: number },
) {
  const [row] = await db
    .select({ id: audit.id })
    .from(audit)
    .where(inStretch(teamId, stretch))
    .orderBy(desc(audit.id))
    .limit(1)
    .offset(place - 1);
  return row?.id;
}

/** The newest entry of the team that was written before `to`. */
export async function findNewestBefore(db: Database, teamId: string, to: number) {
  const [row] = await db
    .select({ id: audit.id })
    .from(audit)
    .where(and(eq(audit.teamId, teamId), lt(audit.createdAt, to)))
    .orderBy(desc(audit.createdAt), desc(audit.id))
    .limit(1);
  return row?.id;
}

/** The oldest entry of the team that was written at `from` or later. */
export async function findOldestSince(db: Database, teamId: string, from: number) {
  const [row] = await db
    .select({ id: audit.id })
    .from(audit)
    .where(and(eq(audit.teamId, teamId), gte(audit.createdAt, from)))
    .orderBy(asc(audit.createdAt), asc(audit.id))
    .limit(1);
  return row?.id;
}
