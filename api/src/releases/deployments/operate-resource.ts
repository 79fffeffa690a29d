import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import { listStaying, type TargetPlacement } from "../../resources/targets/targets.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { checkOperable, operableAt } from "../../rules/preflight.ts";
import { nounOf, resourceNotFound } from "../../rules/resource-words.ts";
import { findLastQueued, getJobRow, supersedeWishes } from "../../work/jobs/jobs.store.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { findActive, getResourceOfTeam, holdResource } from "./deployments.store.ts";

type Wish = "stop" | "start" | "restart";
/** Whoever is restarted runs afterwards. */
const isContained = (wish: Wish, last: string) => wish === last || (wish === "start" && last === "restart");

/** `alongside`: belongs into the batch that queues the jobs, one a server. */
type Wanted = { id: string; kind: Wish; alongside?: (of: { jobIds: string[] }) => Written[] };

/**
 * Stops, starts or restarts the release that serves, on every server of the application. Asked again while that is the last wish in a
 * server's queue, it is the same job; another wish takes the place of those that nobody has begun. Answers with the job of the first server.
 */
export async function operateResource(deps: Deps, actor: Actor, { id, kind, alongside }: Wanted) {
  await allowOn(actor, "resource.operate", locateResource(deps.db, actor.teamId, id));
  const { db, hub, clock } = deps;
  const { teamId } = actor;
  const { state } = await getResourceOfTeam(db, teamId, id);
  const places = await listStaying(db, teamId, id);
  for (const place of places) checkOperable({ id, state, ...operableAt(place) });
  if (!(await findActive(db, teamId, id)))
    throw conflict("resource.never_deployed", `No release of this ${nounOf(id)} serves yet. Deploy it first.`);
  const orders: Order[] = [];
  for (const place of places) orders.push(await orderAt(deps, actor, { id, kind, place }));
  const isQueued = await runBatchIf(db, [
    holdResource(db, teamId, id),
    ifChanged(db),
    ...(alongside?.({ jobIds: orders.map(({ jobId }) => jobId) }) ?? []),
    ...orders.flatMap(({ serverId, job }) =>
      job ? [supersedeWishes(db, teamId, { resourceId: id, serverId, now: clock.now() }), insertJob(db, job)] : [],
    ),
    ...(orders.some(({ job }) => job) ? wished(deps, actor, { id, kind }) : []),
  ]);
  if (!isQueued) throw conflict("resource.removing", `This ${nounOf(id)} is being removed.`);
  for (const { runnerId } of places) hub.wakeRunner(runnerId);
  const [first] = orders;
  if (!first) throw resourceNotFound(id);
  return getJobRow(db, teamId, first.jobId);
}

/** `job`: none where the wish waits already. */
type Order = { serverId: string; jobId: string; job: ReturnType<typeof newJob> | null };

async function orderAt(deps: Deps, { teamId }: Actor, wish: { id: string; kind: Wish; place: TargetPlacement }) {
  const { id, kind, place } = wish;
  const last = await findLastQueued(deps.db, teamId, { resourceId: id, serverId: place.id });
  if (last && isContained(kind, last.kind)) return { serverId: place.id, jobId: last.id, job: null };
  const job = newJob(deps, { kind, teamId, runnerId: place.runnerId, serverId: place.id, resourceId: id });
  return { serverId: place.id, jobId: job.id, job };
}

const wished = (deps: Deps, actor: Actor, { id, kind }: { id: string; kind: Wish }): Written[] => [
  withinLimit("queuedJobs", actor, deps),
  auditStatement(deps, actor, { action: `resource.${kind}`, target: id }),
];
