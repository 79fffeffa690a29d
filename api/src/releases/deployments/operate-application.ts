import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict, notFound } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { checkOperable } from "../../rules/preflight.ts";
import { findLastQueued, getJobRow, supersedeWishes } from "../../work/jobs/jobs.store.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { findActive, holdApplication, readOperable } from "./deployments.store.ts";

type Wish = "stop" | "start" | "restart";
/** Whoever is restarted runs afterwards. */
const isContained = (wish: Wish, last: string) => wish === last || (wish === "start" && last === "restart");

/**
 * Stops, starts or restarts the release that serves. Asked again while that is the last wish in the queue, it is the same job; another
 * wish takes the place of those that nobody has begun.
 */
export async function operateApplication(deps: Deps, actor: Actor, { id, kind }: { id: string; kind: Wish }) {
  await allowOn(actor, "resource.operate", locateResource(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const { teamId } = actor;
  const rows = await readOperable(db, teamId, id);
  if (!rows) throw notFound("application");
  const { server } = rows;
  checkOperable(rows);
  if (!(await findActive(db, teamId, id)))
    throw conflict("application.never_deployed", "No release of this application serves yet. Deploy it first.");
  const last = await findLastQueued(db, teamId, id);
  if (last && isContained(kind, last.kind)) return last;
  const order = { kind, teamId, runnerId: server.runnerId, serverId: server.id, applicationId: id };
  const job = newJob(deps, order);
  const isQueued = await runBatchIf(db, [
    holdApplication(db, teamId, id),
    ifChanged(db),
    supersedeWishes(db, teamId, { applicationId: id, now: deps.clock.now() }),
    insertJob(db, job),
    withinLimit("queuedJobs", actor, deps),
    auditStatement(deps, actor, { action: `application.${kind}`, target: id }),
  ]);
  if (!isQueued) throw conflict("application.removing", "This application is being removed.");
  hub.wakeRunner(server.runnerId);
  return getJobRow(db, teamId, job.id);
}
