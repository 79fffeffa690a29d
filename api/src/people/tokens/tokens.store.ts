import { type Database, orDamaged, schema } from "@fairlead/db";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { apiToken, user } = schema;

const shown = {
  id: apiToken.id,
  teamId: apiToken.teamId,
  name: apiToken.name,
  prefix: apiToken.prefix,
  scopes: orDamaged(apiToken.scopes),
  userId: apiToken.userId,
  ownerName: user.name,
  ownerEmail: user.email,
  expiresAt: apiToken.expiresAt,
  lastUsedAt: apiToken.lastUsedAt,
  revokedAt: apiToken.revokedAt,
  createdAt: apiToken.createdAt,
};
// The hash is left out at the query, not in the view.
const select = (db: Database) => db.select(shown).from(apiToken).innerJoin(user, eq(user.id, apiToken.userId));
export type ApiTokenRow = Awaited<ReturnType<typeof listApiTokenRows>>[number];

/** `userId` null lists the whole team's. */
export const listApiTokenRows = (db: Database, teamId: string, query: { page: PageQuery; userId: string | null }) =>
  select(db)
    .where(
      and(
        eq(apiToken.teamId, teamId),
        query.userId ? eq(apiToken.userId, query.userId) : undefined,
        query.page.cursor ? lt(apiToken.id, query.page.cursor) : undefined,
      ),
    )
    .orderBy(desc(apiToken.id))
    .limit(query.page.limit + 1);

export async function getApiTokenRow(db: Database, teamId: string, id: string): Promise<ApiTokenRow> {
  const [row] = await select(db)
    .where(and(eq(apiToken.teamId, teamId), eq(apiToken.id, id)))
    .limit(1);
  if (!row) throw notFound("token");
  return row;
}

export const insertApiToken = (db: Database, row: typeof apiToken.$inferInsert) => db.insert(apiToken).values(row);

export const revokeApiToken = (db: Database, teamId: string, { id, now }: { id: string; now: number }) =>
  db
    .update(apiToken)
    .set({ revokedAt: now })
    .where(and(eq(apiToken.teamId, teamId), eq(apiToken.id, id), isNull(apiToken.revokedAt)));

/** When a person leaves a team: their tokens of that team must not come back to life with a later invitation. */
export const revokeTokensOfMember = (db: Database, teamId: string, { userId, now }: { userId: string; now: number }) =>
  db
    .update(apiToken)
    .set({ revokedAt: now })
    .where(and(eq(apiToken.teamId, teamId), eq(apiToken.userId, userId), isNull(apiToken.revokedAt)));
