import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, gt, sql } from "drizzle-orm";

const { deployment, resource } = schema;

/** Everything the release that serves was made of. */
export async function findServing(db: Database, teamId: string, resourceId: string) {
  const [row] = await db
    .select({
      id: deployment.id,
      number: deployment.number,
      spec: deployment.spec,
      variables: deployment.variables,
      configVersion: deployment.configVersion,
      rollbackOf: deployment.rollbackOf,
      createdAt: deployment.createdAt,
    })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, resourceId),
        sql`${deployment.isActive} = 1`,
      ),
    )
    .limit(1);
  return row;
}
export type ServingRow = NonNullable<Awaited<ReturnType<typeof findServing>>>;

/** What is shown of a comparison whatever comes of it: nothing here is read that may be damaged. */
export async function findCompared(db: Database, teamId: string, resourceId: string) {
  const [row] = await db
    .select({ name: resource.name, activeNumber: deployment.number })
    .from(resource)
    .leftJoin(deployment, and(eq(deployment.resourceId, resource.id), sql`${deployment.isActive} = 1`))
    .where(and(eq(unindexed(resource.teamId), teamId), eq(resource.id, resourceId)))
    .limit(1);
  return row;
}

/** Applications of an environment that were changed since their release was made, the newest first. */
export const listChanged = (db: Database, teamId: string, of: { environmentId: string; limit: number }) =>
  db
    .select({ id: resource.id })
    .from(resource)
    .innerJoin(deployment, and(eq(deployment.resourceId, resource.id), sql`${deployment.isActive} = 1`))
    .where(
      and(
        eq(unindexed(resource.teamId), teamId),
        eq(resource.environmentId, of.environmentId),
        gt(resource.configVersion, deployment.configVersion),
      ),
    )
    .orderBy(desc(resource.id))
    .limit(of.limit);
