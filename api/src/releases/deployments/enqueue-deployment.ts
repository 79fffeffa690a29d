import type { schema } from "@fairlead/db";
import {
  contractVersion,
  type DeploymentTrigger,
  type KnownCommit,
  versioned,
  type WorkloadSpec,
} from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { frozenPlace } from "../../kit/secrets/secret-places.ts";
import { brokenConstraint } from "../../kit/sql/constraint.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import { readReleasable } from "../../resources/kinds/read-releasable.ts";
import type { Releasable } from "../../resources/releasing/releasing.ts";
import { listStaying, type TargetPlacement } from "../../resources/targets/targets.store.ts";
import { spendAllVariables } from "../../resources/variables/pace-variables.ts";
import { procedureFor, servedRoutes } from "../../rules/compile-workload.ts";
import { conflict } from "../../rules/errors.ts";
import { writeFrozen } from "../../rules/frozen-variables.ts";
import { operableAt } from "../../rules/preflight.ts";
import { nounOf } from "../../rules/resource-words.ts";
import {
  countDeployment,
  findByNaturalKey,
  insertDeployment,
  listSuperseded,
  supersedeOlder,
} from "./enqueue.store.ts";
import { openVariables } from "./open-variables.ts";
import { orderTargets } from "./order-targets.ts";

export type DeploymentOrder = {
  teamId: string;
  resourceId: string;
  trigger: DeploymentTrigger;
  /** Full id, or null for the head of the branch as the runner will find it. */
  commit: string | null;
  noCache?: boolean;
  /** What is known of the commit before the runner has fetched it. */
  known?: KnownCommit;
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
  const { teamId, resourceId } = order;
  await spendAllVariables(deps, teamId, { holderId: resourceId });
  for (let race = 0; race < maxRaces; race++) {
    const now = await readReleasable(deps.db, teamId, resourceId);
    const places = await listStaying(deps.db, teamId, resourceId);
    const { state } = now.rows.resource;
    for (const place of places) now.preflight({ id: resourceId, state, ...operableAt(place) });
    const enqueued = await tryEnqueue(deps, order, { ...now, places });
    if (enqueued) return enqueued;
  }
  throw conflict(
    "deployment.busy",
    `Too many deployments of this ${nounOf(resourceId)} are being asked for at once. Try again.`,
  );
}

/** undefined: another deployment took the number in this instant, or a removal the application. */
async function tryEnqueue(deps: Deps, order: DeploymentOrder, now: Placed): Promise<Enqueued | undefined> {
  // Its last server went with it since it was read.
  if (now.places.length === 0) return undefined;
  const id = deps.ids.next("deployment");
  const number = now.rows.resource.deploymentCount + 1;
  const row = await freeze(deps, order, { ...now, id, number });
  try {
    // It is being removed, or gone, since it was read: reading it again says which.
    if (!(await runBatchIf(deps.db, await statementsOf(deps, order, { places: now.places, row })))) return undefined;
  } catch (error) {
    const taken = brokenConstraint(error);
    if (taken?.columns === "deployment.resource_id, deployment.number") return undefined;
    if (taken?.columns !== "deployment.resource_id, deployment.natural_key") throw error;
    const first = await findByNaturalKey(deps.db, order.resourceId, order.naturalKey ?? "");
    return first && { ...first, isNew: false };
  }
  const { teamId, resourceId } = order;
  deps.hub.publish(teamId, { type: "deployment", id, application: resourceId, status: "queued" });
  for (const { id: older } of await listSuperseded(deps.db, teamId, { id, resourceId, number }))
    deps.hub.publish(teamId, { type: "deployment", id: older, application: resourceId, status: "superseded" });
  for (const { runnerId } of now.places) deps.hub.wakeRunner(runnerId);
  return { id, number, isNew: true, deliveryId: order.deliveryId ?? null };
}

type Placed = Releasable & { places: TargetPlacement[] };
type Frozen = typeof schema.deployment.$inferInsert;
type At = Placed & { id: string; number: number };

async function freeze(deps: Deps, order: DeploymentOrder, at: At): Promise<Frozen> {
  const { rows, id, number } = at;
  const { resource } = rows;
  const { replay, known } = order;
  if (replay && replay.spec.version > contractVersion)
    throw conflict(
      "deployment.too_new",
      "That deployment was made by a newer version of the control plane, with settings that this one does not know. Deploy again instead.",
    );
  const spec = versioned(
    replay
      ? replaySpec({ replay, commit: order.commit }, at)
      : at.compile({ deployment: id, number, commit: order.commit, noCache: order.noCache === true }),
  );
  const place = { ...frozenPlace(id), team: order.teamId };
  const variables = replay?.variables ?? writeFrozen(await openVariables(deps, at, spec));
  return {
    id,
    teamId: order.teamId,
    resourceId: resource.id,
    number,
    trigger: order.trigger,
    naturalKey: order.naturalKey ?? null,
    status: "queued",
    ref: spec.source.kind === "git" ? spec.source.ref : null,
    commit: known?.sha ?? order.commit,
    commitSubject: known?.subject ?? null,
    commitAuthor: known?.author ?? null,
    deliveryId: order.deliveryId ?? null,
    createdBy: order.createdBy ?? null,
    rollbackOf: replay?.of ?? null,
    spec,
    variables: await deps.secrets.seal(rows.wrappedKey, place, variables),
    configVersion: replay?.configVersion ?? resource.configVersion,
    image: replay?.image ?? null,
    cause: null,
    isActive: false,
    createdAt: deps.clock.now(),
  };
}

type Replayed = { replay: Replay; commit: string | null };

/** Everything as it was, but for its identity and the routes: a domain may belong to another application by now. */
const replaySpec = ({ replay: { spec }, commit }: Replayed, { rows, regrant, id, number }: At): WorkloadSpec => ({
  ...spec,
  // Its volumes are those of today, and with them how it goes.
  procedure: procedureFor(rows.server.kind, regrant(spec.container)).procedure,
  // Asked for as the head of a branch, the commit was learnt only when it was fetched.
  source: spec.source.kind === "git" ? { ...spec.source, commit: spec.source.commit ?? commit } : spec.source,
  container: regrant(spec.container),
  deployment: id,
  number,
  routes: servedRoutes(rows.domains),
  keepReleases: rows.resource.keepReleases,
});

async function statementsOf(
  deps: Deps,
  order: DeploymentOrder,
  { places, row }: { places: TargetPlacement[]; row: Frozen },
): Promise<Written[]> {
  const { db, clock } = deps;
  const { teamId, resourceId } = order;
  const { id, number } = row;
  const targets = await orderTargets(deps, places, {
    teamId,
    resourceId,
    deployment: row,
    replayOf: order.replay?.of,
  });
  return [
    countDeployment(db, teamId, { resourceId, number }),
    ifChanged(db),
    insertDeployment(db, row),
    ...targets,
    ...supersedeOlder(db, teamId, { id, resourceId, number, now: clock.now() }),
    withinLimit("queuedJobs", order, deps),
    ...(order.alongside?.({ id, number }) ?? []),
  ];
}
