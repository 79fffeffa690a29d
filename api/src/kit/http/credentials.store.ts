import { type Database, schema } from "@fairlead/db";
import { and, asc, eq, placeholder, sql } from "drizzle-orm";

const { session, user, member, apiToken, runner } = schema;

// Credentials come before the team is known, so these queries start from a token or its hash, never from a team.

const person = { userId: user.id, email: user.email, name: user.name, instanceRole: user.instanceRole };
const membership = { teamId: member.teamId, role: member.role };

/** Asked with every request, so the SQL is built once for each open database and not once for each request. */
function prepared<Q>(build: (db: Database) => Q): (db: Database) => Q {
  const known = new WeakMap<Database, Q>();
  return (db) => {
    const query = known.get(db) ?? build(db);
    known.set(db, query);
    return query;
  };
}

const sessionQuery = prepared((db) =>
  db
    .select({
      ...person,
      ...membership,
      sessionId: session.id,
      expiresAt: session.expiresAt,
      updatedAt: session.updatedAt,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(
      member,
      and(
        eq(member.userId, user.id),
        sql`(${placeholder("team")} is null or ${member.teamId} = ${placeholder("team")})`,
      ),
    )
    .where(eq(session.token, placeholder("token")))
    .orderBy(asc(member.createdAt), asc(member.id))
    .limit(1)
    .prepare(),
);

/** The session with its person and one membership: of the asked team, or the oldest. */
export async function findSession(db: Database, token: string, { teamId }: { teamId: string | null }) {
  const [row] = await sessionQuery(db).execute({ token, team: teamId });
  return row;
}

const tokenQuery = prepared((db) =>
  db
    .select({
      ...person,
      role: member.role,
      teamId: apiToken.teamId,
      tokenId: apiToken.id,
      scopes: apiToken.scopes,
      expiresAt: apiToken.expiresAt,
      revokedAt: apiToken.revokedAt,
      lastUsedAt: apiToken.lastUsedAt,
    })
    .from(apiToken)
    .innerJoin(user, eq(user.id, apiToken.userId))
    .leftJoin(member, and(eq(member.userId, apiToken.userId), eq(member.teamId, apiToken.teamId)))
    .where(eq(apiToken.hash, placeholder("hash")))
    .limit(1)
    .prepare(),
);

/** The token with its person's membership of today: none means the person left the team. */
export async function findApiToken(db: Database, hash: string) {
  const [row] = await tokenQuery(db).execute({ hash });
  return row;
}

export async function findRunnerByCredential(db: Database, hash: string) {
  const [row] = await db
    .select({
      runnerId: runner.id,
      teamId: runner.teamId,
      revokedAt: runner.revokedAt,
      lastSeenAt: runner.lastSeenAt,
      version: runner.version,
      contract: runner.contract,
    })
    .from(runner)
    .where(eq(runner.credentialHash, hash))
    .limit(1);
  return row;
}

export const touchSession = (db: Database, id: string, now: number) =>
  db
    .update(session)
    .set({ updatedAt: new Date(now) })
    .where(eq(session.id, id));

export const touchApiToken = (db: Database, id: string, now: number) =>
  db.update(apiToken).set({ lastUsedAt: now }).where(eq(apiToken.id, id));

export const touchRunner = (db: Database, id: string, now: number) =>
  db.update(runner).set({ lastSeenAt: now }).where(eq(runner.id, id));
