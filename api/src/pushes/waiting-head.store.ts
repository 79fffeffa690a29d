import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { deployment } = schema;

export type ToldHead = { resourceId: string; ref: string; naturalKey: string };

/**
 * The deployment of an earlier push that nobody has begun, that will take the head of the branch as its runner finds it, and that was
 * made from the settings of today: what this push would deploy is what it will deploy. Its runner looks after this moment, so it finds
 * what was pushed before. Nothing is written: such a row holds all variables, and each change writes all of it anew.
 */
export async function findWaiting(db: Database, teamId: string, { resourceId, ref, naturalKey }: ToldHead) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number })
    .from(deployment)
    .where(
      and(
        sql`${deployment.id} = (SELECT j.deployment_id FROM job j
          WHERE j.subject_id = ${resourceId} AND j.state = 'queued' AND j.kind = 'deploy' AND j.attempt = 0
          ORDER BY j.created_at DESC, j.id DESC LIMIT 1)`,
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.status, "queued"),
        eq(deployment.trigger, "push"),
        eq(deployment.ref, ref),
        sql`json_valid(${deployment.spec}) AND ${deployment.spec} ->> '$.source.commit' IS NULL`,
        sql`${deployment.configVersion} = (SELECT a.config_version FROM resource a WHERE a.id = ${resourceId})`,
        sql`NOT EXISTS (SELECT 1 FROM deployment d WHERE d.resource_id = ${resourceId} AND d.natural_key = ${naturalKey})`,
      ),
    )
    .limit(1);
  return row;
}
