import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, gt, sql } from "drizzle-orm";

const { application, deployment } = schema;

/** Everything the release that serves was made of. */
export async function findServing(db: Database, teamId: string, applicationId: string) {
  const [row] = await db
    .select({
      id: deployment.id,
      number: deployment.number,
      spec: deployment.spec,
      variables: deployment.variables,
      rollbackOf: deployment.rollbackOf,
      createdAt: deployment.createdAt,
    })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.applicationId, applicationId),
        sql`${deployment.isActive} = 1`,
      ),
    )
    .limit(1);
  return row;
}
export type ServingRow = NonNullable<Awaited<ReturnType<typeof findServing>>>;

/** Applications of an environment that were changed since their release was made, the newest first. */
export const listChanged = (db: Database, teamId: string, of: { environmentId: string; limit: number }) =>
  db
    .select({ id: application.id })
    .from(application)
    .innerJoin(deployment, and(eq(deployment.applicationId, application.id), sql`${deployment.isActive} = 1`))
    .where(
      and(
        eq(unindexed(application.teamId), teamId),
        eq(application.environmentId, of.environmentId),
        gt(application.configVersion, deployment.configVersion),
      ),
    )
    .orderBy(desc(application.id))
    .limit(of.limit);
