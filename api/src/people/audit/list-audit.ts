import type { Database } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import type { AuditQuery } from "./audit.schemas.ts";
import {
  type AuditListRow,
  findInPlace,
  findNewestBefore,
  findOldestSince,
  listAuditRows,
  type Stretch,
} from "./audit.store.ts";

/**
 * As many entries are looked at in one call for those that fit, however few do: so a filter that finds nothing costs the same in a short
 * history and in a long one, and no filter needs an index of its own in the table that every change is written to.
 */
const lookedAt = 2_000;

type Found = { items: AuditListRow[]; nextCursor: string | null };
const nothing: Found = { items: [], nextCursor: null };

/** With a filter a page may be short, or empty, while there is more behind its `nextCursor`: only null says that these were the last. */
export async function listAudit({ db }: Pick<Deps, "db">, actor: Actor, query: AuditQuery): Promise<Found> {
  allowInTeam(actor, "audit.view");
  const { limit, cursor, ...wanted } = query;
  if (wanted.from !== undefined && wanted.to !== undefined && wanted.to <= wanted.from)
    throw invalidField("to", "must be later than from");
  const { teamId } = actor;
  const times = await readTimes(db, teamId, wanted);
  if (!times) return nothing;
  const stretch = { below: cursor, ...times };
  const isPicky = [wanted.actor, wanted.action, wanted.target].some((value) => value !== undefined);
  const last = isPicky ? await findInPlace(db, teamId, { stretch, place: lookedAt }) : undefined;
  const rows = await listAuditRows(db, teamId, {
    stretch: { ...stretch, oldest: last ?? stretch.oldest },
    wanted,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : (last ?? null) };
}

/** Where the asked time lies in the order of the ids; undefined: nothing was written in it. */
async function readTimes(db: Database, teamId: string, { from, to }: Pick<AuditQuery, "from" | "to">) {
  const [newest, oldest] = await Promise.all([
    to === undefined ? undefined : findNewestBefore(db, teamId, to),
    from === undefined ? undefined : findOldestSince(db, teamId, from),
  ]);
  const isEmpty = (to !== undefined && newest === undefined) || (from !== undefined && oldest === undefined);
  return isEmpty ? undefined : ({ newest, oldest } satisfies Stretch);
}
