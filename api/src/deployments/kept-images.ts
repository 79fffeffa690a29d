import { schema } from "@fairlead/db";
import { and, eq, type SQLWrapper, sql } from "drizzle-orm";

const { deployment } = schema;

/** Further back than this many releases that ran an image already counted, no other one is looked for. */
const lookedAt = sql.raw("100");
/** These judge the version itself: the runner gave the traffic back and removed it. Whatever else ends a deployment leaves it serving. */
const takenBack = sql.raw("'crashed', 'out-of-memory', 'never-ready', 'wrong-port', 'loopback-only', 'verify-failed'");

/**
 * The images that servers keep of some applications, to be joined to a list of deployments, once for all its rows: the rule of
 * `keptImages`, over the releases that served. One whose end nobody heard of left a container that the runner counts, though its image
 * is not known here. From each image the newest release before it with yet another one is looked up, so what is read is what is kept,
 * however many releases there were. The first condition is written out as in the partial index, which is used only for the same words.
 */
export const keptImagesOf = (applicationIds: SQLWrapper) => sql`(
  WITH RECURSIVE kept(application_id, keep, place, number, image, seen) AS (
    SELECT a.id, a.keep_releases, 0, 9e15, NULL, '|' FROM application a WHERE a.id IN ${applicationIds}
    UNION ALL
    SELECT kept.application_id, kept.keep, kept.place + 1, n.number, coalesce(n.image, n.id),
      kept.seen || coalesce(n.image, n.id) || '|'
    FROM kept CROSS JOIN deployment n ON n.id = (
      SELECT served.id FROM (
        SELECT k.id AS id, coalesce(k.image, k.id) AS image FROM deployment k
        WHERE k.application_id = kept.application_id AND k.number < kept.number AND (k.status = 'succeeded' OR k.is_active = 1
          OR (k.status = 'failed' AND k.live_at IS NOT NULL))
          AND (k.status <> 'failed' OR k.is_active = 1 OR iif(json_valid(k.cause), k.cause ->> 'class', '') NOT IN (${takenBack}))
        ORDER BY k.number DESC LIMIT ${lookedAt}) served
      WHERE instr(kept.seen, '|' || served.image || '|') = 0 LIMIT 1)
    WHERE kept.place < kept.keep)
  SELECT application_id, image FROM kept WHERE place > 0) kept`;

/** Which of them is the image of the deployment that is listed. */
export const isOfDeployment = and(
  eq(sql`kept.application_id`, deployment.applicationId),
  eq(sql`kept.image`, deployment.image),
  eq(deployment.status, "succeeded"),
);
export const isImageKept = sql`(kept.image IS NOT NULL)`.mapWith(Boolean);
