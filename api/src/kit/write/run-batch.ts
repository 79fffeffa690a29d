import type { Database } from "@fairlead/db";
import { conflict } from "../../rules/errors.ts";
import { insertLink, readHead } from "../audit/chain.store.ts";
import { AuditEntry, beginning, chainOf, type Place, rowText } from "../audit/entry.ts";
import { isBeyondLimit, limitError } from "../limits/limit-error.ts";
import { Limited } from "../limits/limited.ts";
import { readLimits, refuseBeyond } from "../limits/limits.store.ts";
import { brokenConstraint } from "../sql/constraint.ts";
import type { Statement } from "../sql/statement.ts";

/** What a verb writes: statements, what is recorded of them, and how many rows there may be of what they make. */
export type Written = Statement | AuditEntry | Limited;
type Chained = Statement | AuditEntry;

/**
 * So often may writers of one team, in different processes, come in between. Of those that meet one wins each time, so they draw apart by
 * pauses of different length, and as many as a team ever sends at once all come through.
 */
const mostRaces = 200;
const longestPauseMs = 60;
const drawApart = (race: number) =>
  new Promise((done) => setTimeout(done, Math.random() * Math.min(3 * race, longestPauseMs)));

/** Runs all statements in one atomic batch; none of them when one fails or a limit is passed. */
export async function runBatch(db: Database, parts: readonly Written[]): Promise<void> {
  const limited = parts.filter((part) => part instanceof Limited);
  if (limited.length === 0) return runUnlimited(db, withoutLimits(parts));
  const limits = await readLimits(db);
  const conditions = limited.map((each) => refuseBeyond(db, each, limits[each.kind]));
  try {
    await runUnlimited(db, [...withoutLimits(parts), ...conditions]);
  } catch (error) {
    throw isBeyondLimit(error) ? await limitError(db, limited, limits) : error;
  }
}

const withoutLimits = (parts: readonly Written[]): Chained[] =>
  parts.flatMap((part) => (part instanceof Limited ? [] : [part]));

/**
 * An audit entry is chained to the newest one of its team: when another process took that place in this instant, nothing was written
 * and all is tried again behind it.
 */
async function runUnlimited(db: Database, parts: readonly Chained[]): Promise<void> {
  const chains = new Set(parts.flatMap((part) => (part instanceof AuditEntry ? [chainOf(part.draft)] : [])));
  if (chains.size === 0)
    return runPlain(
      db,
      parts.flatMap((part) => (part instanceof AuditEntry ? [] : [part])),
    );
  return inTurn(db, [...chains].sort().join(" "), () => runChained(db, parts, chains));
}

async function runPlain(db: Database, [first, ...rest]: readonly Statement[]): Promise<void> {
  if (first) await db.batch([first, ...rest]);
}

async function runChained(db: Database, parts: readonly Chained[], chains: ReadonlySet<string>): Promise<void> {
  for (let race = 0; race < mostRaces; race++) {
    const heads = new Map<string, Place>();
    for (const chain of chains) heads.set(chain, (await readHead(db, chain)) ?? beginning);
    const statements: Statement[] = [];
    for (const part of parts) statements.push(...(part instanceof AuditEntry ? await link(db, part, heads) : [part]));
    try {
      return await runPlain(db, statements);
    } catch (error) {
      if (brokenConstraint(error)?.columns !== "audit.chain, audit.seq") throw error;
      await drawApart(race);
    }
  }
  throw conflict("audit.busy", "Too much is being changed in this team at once. Try again.");
}

async function link(db: Database, { draft, mac }: AuditEntry, heads: Map<string, Place>): Promise<Statement[]> {
  const head = heads.get(chainOf(draft)) ?? beginning;
  const seq = head.seq + 1;
  const hash = await mac(rowText({ draft, seq, before: head.hash }));
  heads.set(chainOf(draft), { seq, hash });
  return insertLink(db, draft, { seq, hash });
}

const turns = new WeakMap<Database, Map<string, Promise<unknown>>>();

/** Writers of one process wait for each other instead of taking each other's place. A request of a Worker has a database of its own. */
async function inTurn(db: Database, key: string, work: () => Promise<void>): Promise<void> {
  const ofDatabase = turns.get(db) ?? new Map<string, Promise<unknown>>();
  turns.set(db, ofDatabase);
  const mine = (ofDatabase.get(key) ?? Promise.resolve()).then(work, work);
  ofDatabase.set(key, mine);
  try {
    await mine;
  } finally {
    if (ofDatabase.get(key) === mine) ofDatabase.delete(key);
  }
}
