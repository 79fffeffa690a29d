import { type Database, orDamaged, schema } from "@fairlead/db";
import { and, asc, eq, gt, isNull, or } from "drizzle-orm";

const { apiToken, team } = schema;

// About one person, who stands above teams. The hash is left out at the query, not in the view.

const living = (userId: string, now: number) =>
  and(
    eq(apiToken.userId, userId),
    isNull(apiToken.revokedAt),
    or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, now)),
  );

/** API tokens of the person that open something, in every team. */
export const listLivingTokens = (db: Database, userId: string, { now }: { now: number }) =>
  db
    .select({
      id: apiToken.id,
      name: apiToken.name,
      prefix: apiToken.prefix,
      scopes: orDamaged(apiToken.scopes),
      teamId: team.id,
      teamName: team.name,
      expiresAt: apiToken.expiresAt,
      lastUsedAt: apiToken.lastUsedAt,
      createdAt: apiToken.createdAt,
    })
    .from(apiToken)
    .innerJoin(team, eq(team.id, apiToken.teamId))
    .where(living(userId, now))
    .orderBy(asc(apiToken.teamId), asc(apiToken.id));
export type LivingToken = Awaited<ReturnType<typeof listLivingTokens>>[number];

/** One of them, or every one. */
export const endLivingTokens = (db: Database, userId: string, { id, now }: { id: string | null; now: number }) =>
  db
    .update(apiToken)
    .set({ revokedAt: now })
    .where(and(living(userId, now), id === null ? undefined : eq(apiToken.id, id)));
