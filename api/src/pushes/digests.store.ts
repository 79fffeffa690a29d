import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import type { RegistryLine } from "@fairlead/runner/contract";
import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";

const { application, destination, resource, runner, server, team } = schema;

type Of = { teamId: string; id: string };
const isOne = ({ teamId, id }: Of) => and(eq(unindexed(application.teamId), teamId), eq(application.id, id));
/** In the words of the partial index. */
const isFollowed = sql`${application.followTag} in ('tell','deploy')`;

/** Over all teams: it is the clock that asks. Tags whose next look is due, longest first, each with where it is asked from. */
export const listDueTags = (db: Database, { now, limit }: { now: number; limit: number }) =>
  db
    .select({ id: application.id, teamId: application.teamId, serverId: server.id, runnerId: server.runnerId })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .innerJoin(destination, eq(destination.id, resource.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, and(eq(runner.id, server.runnerId), isNull(runner.revokedAt)))
    .where(and(isFollowed, lte(application.nextDigestAt, now)))
    .orderBy(asc(application.nextDigestAt))
    .limit(limit);

export const postponeLooks = (db: Database, ids: readonly string[], { now, next }: { now: number; next: number }) =>
  db
    .update(application)
    .set({ nextDigestAt: next })
    .where(and(inArray(application.id, [...ids]), lte(application.nextDigestAt, now)));

/** Read at the claim, and once a look came back. */
export async function findFollowedTag(db: Database, of: Of) {
  const [row] = await db
    .select({
      id: application.id,
      image: application.image,
      followTag: application.followTag,
      seenDigest: application.seenDigest,
      digestTrouble: orDamaged(application.digestTrouble),
      registryId: application.registryId,
      name: resource.name,
      state: resource.state,
      updatedAt: resource.updatedAt,
      wrappedKey: team.wrappedKey,
    })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .innerJoin(team, eq(team.id, application.teamId))
    .where(and(isOne(of), isFollowed))
    .limit(1);
  return row;
}
export type FollowedTag = NonNullable<Awaited<ReturnType<typeof findFollowedTag>>>;

/** Holds while the tag is where it was when this was decided. */
export const saveDigest = (db: Database, of: Of, { from, to }: { from: string | null; to: string }) =>
  db
    .update(application)
    .set({ seenDigest: to, digestTrouble: null })
    .where(and(isOne(of), from === null ? isNull(application.seenDigest) : eq(application.seenDigest, from)));

export const saveTrouble = (db: Database, of: Of, { trouble, next }: { trouble: RegistryLine; next: number }) =>
  db.update(application).set({ digestTrouble: trouble, nextDigestAt: next }).where(isOne(of));
