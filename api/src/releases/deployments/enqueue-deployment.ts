import type { schema } from "@fairlead/db";
import { contractVersion, type DeploymentTrigger, versioned, WorkloadSpec } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { frozenPlace, valuePlace } from "../../kit/secrets/secret-places.ts";
import { brokenConstraint } from "../../kit/sql/constraint.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import { stillGranted } from "../../resources/applications/refuse-grant.ts";
import { listStaying, type TargetPlacement } from "../../resources/targets/targets.store.ts";
import { spendAllVariables } from "../../resources/variables/pace-variables.ts";
import { damagedVariable } from "../../resources/variables/variable-rules.ts";
import { compileWorkload, servedRoutes } from "../../rules/compile-workload.ts";
import { conflict, notFound } from "../../rules/errors.ts";
import { checkDeployable, operableAt } from "../../rules/preflight.ts";
import { workloadSource } from "../../rules/workload-source.ts";
import {
  countDeployment,
  type DeployableRows,
  findByNaturalKey,
  insertDeployment,
  listSuperseded,
  readDeployable,
  supersedeOlder,
} from "./enqueue.store.ts";
import { orderTargets } from "./order-targets.ts";

export type DeploymentOrder = {
  teamId: string;
  applicationId: string;
  trigger: DeploymentTrigger;
  /** Full id, or null for the head of the branch as the runner will find it. */
  commit: string | null;
  noCache?: boolean;
  /** What is known of the commit before the runner has fetched it. */
  known?: { commit: string; subject: string | null; author: string | null };
  naturalKey?: string;
  deliveryId?: string;
  createdBy?: string;
  /** Replays this release instead of compiling the current settings. */
  replay?: Replay;
  /** Belongs into the same batch, e.g. the audit row. */
  alongside?: (deployment: { id: string; number: number }) => Written[];
};
/** `variables`: JSON object of the values, opened; sealed again for the new row. */
export type Replay = { of: string; spec: WorkloadSpec; variables: string; image: string; configVersion: number };
/** `deliveryId`: the delivery that asked first. */
export type Enqueued = { id: string; number: number; isNew: boolean; deliveryId: string | null };

const maxRaces = 8;

/**
 * Freezes what is to be released and queues it, in one batch. Numbers of one application never collide: the unique index decides a
 * race and the loser counts again. The same natural key twice answers with the first deployment.
 */
export async function enqueueDeployment(deps: Deps, order: DeploymentOrder): Promise<Enqueued> {
  await spendAllVariables(deps, order.teamId, { resourceId: order.applicationId });
  for (let race = 0; race < maxRaces; race++) {
    const rows = await readDeployable(deps.db, order.teamId, order.applicationId);
    if (!rows) throw notFound("application");
    const places = await listStaying(deps.db, order.teamId, order.applicationId);
    for (const place of places) checkDeployable({ ...rows.application, source: rows.source, ...operableAt(place) });
    const enqueued = await tryEnqueue(deps, order, { ...rows, places });
    if (enqueued) return enqueued;
  }
  throw conflict("deployment.busy", "Too many deployments of this application are being asked for at once. Try again.");
}

/** undefined: another deployment took the number in this instant, or a removal the application. */
async function tryEnqueue(deps: Deps, order: DeploymentOrder, rows: Placed): Promise<Enqueued | undefined> {
  // Its last server went with it since it was read.
  if (rows.places.length === 0) return undefined;
  const id = deps.ids.next("deployment");
  const number = rows.application.deploymentCount + 1;
  const row = await freeze(deps, order, { rows, id, number });
  try {
    // It is being removed, or gone, since it was read: reading it again says which.
    if (!(await runBatchIf(deps.db, await statementsOf(deps, order, { rows, row })))) return undefined;
  } catch (error) {
    const taken = brokenConstraint(error);
    if (taken?.columns === "deployment.resource_id, deployment.number") return undefined;
    if (taken?.columns !== "deployment.resource_id, deployment.natural_key") throw error;
    const first = await findByNaturalKey(deps.db, order.applicationId, order.naturalKey ?? "");
    return first && { ...first, isNew: false };
  }
  const { teamId, applicationId } = order;
  deps.hub.publish(teamId, { type: "deployment", id, application: applicationId, status: "queued" });
  for (const { id: older } of await listSuperseded(deps.db, teamId, { id, applicationId, number }))
    deps.hub.publish(teamId, { type: "deployment", id: older, application: applicationId, status: "superseded" });
  for (const { runnerId } of rows.places) deps.hub.wakeRunner(runnerId);
  return { id, number, isNew: true, deliveryId: order.deliveryId ?? null };
}

type Placed = DeployableRows & { places: TargetPlacement[] };
type Frozen = typeof schema.deployment.$inferInsert;
type At = { rows: DeployableRows; id: string; number: number };

async function freeze(deps: Deps, order: DeploymentOrder, { rows, id, number }: At): Promise<Frozen> {
  const { application } = rows;
  const { replay, known } = order;
  if (replay && replay.spec.version > contractVersion)
    throw conflict(
      "deployment.too_new",
      "That deployment was made by a newer version of the control plane, with settings that this one does not know. Deploy again instead.",
    );
  const spec = versioned(
    replay
      ? replaySpec({ replay, commit: order.commit }, { rows, id, number })
      : compileSpec(order, { rows, id, number }),
  );
  const place = { ...frozenPlace(id), team: order.teamId };
  const variables = replay?.variables ?? JSON.stringify(await openVariables(deps, rows));
  return {
    id,
    teamId: order.teamId,
    resourceId: application.id,
    number,
    trigger: order.trigger,
    naturalKey: order.naturalKey ?? null,
    status: "queued",
    ref: spec.source.kind === "git" ? spec.source.ref : null,
    commit: known?.commit ?? order.commit,
    commitSubject: known?.subject ?? null,
    commitAuthor: known?.author ?? null,
    deliveryId: order.deliveryId ?? null,
    createdBy: order.createdBy ?? null,
    rollbackOf: replay?.of ?? null,
    spec,
    variables: await deps.secrets.seal(rows.wrappedKey, place, variables),
    configVersion: replay?.configVersion ?? application.configVersion,
    image: replay?.image ?? null,
    cause: null,
    isActive: false,
    createdAt: deps.clock.now(),
  };
}

function compileSpec(order: DeploymentOrder, { rows, id, number }: At): WorkloadSpec {
  const source = workloadSource(rows.application, { source: rows.source, commit: order.commit });
  if (!source) throw conflict("application.no_origin", "Give the application a repository or an image first.");
  const release = { deployment: id, number, source, noCache: order.noCache === true };
  const parsed = v.safeParse(WorkloadSpec, compileWorkload(rows, release));
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? "settings";
  throw conflict(
    "application.not_deployable",
    `The settings do not make a valid release: ${path} ${parsed.issues[0].message}.`,
  );
}

type Replayed = { replay: Replay; commit: string | null };

/** Everything as it was, but for its identity and the routes: a domain may belong to another application by now. */
const replaySpec = ({ replay: { spec }, commit }: Replayed, { rows, id, number }: At): WorkloadSpec => ({
  ...spec,
  // Asked for as the head of a branch, the commit was learnt only when it was fetched.
  source: spec.source.kind === "git" ? { ...spec.source, commit: spec.source.commit ?? commit } : spec.source,
  container: { ...spec.container, ...stillGranted(spec.container, rows.application.container) },
  deployment: id,
  number,
  routes: servedRoutes(rows.domains),
  keepReleases: rows.application.keepReleases,
});

async function openVariables({ secrets }: Deps, { variables, wrappedKey, application }: DeployableRows) {
  const { teamId: team } = application;
  const opened = variables.map(async ({ id, key, value }) => {
    const open = secrets.open(wrappedKey, { ...valuePlace(id), team }, value);
    return [key, await open.catch(() => Promise.reject(damagedVariable(key)))] as const;
  });
  return Object.fromEntries(await Promise.all(opened));
}

async function statementsOf(
  deps: Deps,
  order: DeploymentOrder,
  { rows, row }: { rows: Placed; row: Frozen },
): Promise<Written[]> {
  const { db, clock } = deps;
  const { teamId, applicationId } = order;
  const { id, number } = row;
  const targets = await orderTargets(deps, rows.places, {
    teamId,
    applicationId,
    deployment: row,
    replayOf: order.replay?.of,
  });
  return [
    countDeployment(db, teamId, { applicationId, number }),
    ifChanged(db),
    insertDeployment(db, row),
    ...targets,
    ...supersedeOlder(db, teamId, { id, applicationId, number, now: clock.now() }),
    withinLimit("queuedJobs", order, deps),
    ...(order.alongside?.({ id, number }) ?? []),
  ];
}
