import { createHmac } from "node:crypto";
import { DeploymentStatus, type JobOutcome, type JobPayload, type Lease } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { anApplication, aSource, type FlowWorld } from "../../testing/flow.ts";
import { type Random, randomOf } from "../../testing/random.ts";
import { aRunnerClient } from "../../testing/runner.ts";
import type { TestDeps } from "../../testing/test-deps.ts";

/** What a runner process believes it works on. A zombie goes on believing after the lease is gone. */
export type Held = {
  lease: Lease;
  payload: JobPayload;
  nextSeq: number;
  sent: Map<number, string>;
  finished?: { key: string; outcome: JobOutcome };
};
export type Process = { held: Held[]; lastKey: string | null; client: ReturnType<typeof aRunnerClient> };

export type QueueWorld = {
  deps: TestDeps;
  random: Random;
  flow: FlowWorld;
  applications: string[];
  source: { id: string; webhookKey: string; secret: string };
  processes: Process[];
  /** Everything a process was ever told, stale leases included: what a late or duplicated message is made from. */
  past: Held[];
  /** (job, attempt) → lease: two different leases for one attempt would be two holders. */
  leases: Map<string, string>;
  /** First text that was accepted for a place in a log. */
  texts: Map<string, string>;
  /** Application → the deployment that must serve. */
  active: Map<string, string | null>;
  deliveries: Set<string>;
  /** Lease → the one outcome that was accepted for it. */
  outcomes: Map<string, string>;
  trail: string[];
};

/** Team, runner and server live through many seeds; applications, source and everything that happens are the seed's own. */
export async function aQueueWorld(deps: TestDeps, flow: FlowWorld, seed: number): Promise<QueueWorld> {
  const random = randomOf(seed);
  await deps.db.run(
    sql`UPDATE server SET proxy = 'none', build_concurrency = ${1 + random.below(2)} WHERE id = ${flow.serverId}`,
  );
  const source = await aSource(deps, flow, { forge: "git" });
  const of = { sourceId: source.id };
  const applications = [
    await anApplication(deps, flow, of),
    await anApplication(deps, flow, { ...of, branch: "next" }),
  ];
  const process = (): Process => ({ held: [], lastKey: null, client: aRunnerClient(deps, flow) });
  return {
    deps,
    random,
    flow,
    applications,
    source,
    processes: [process(), process()],
    past: [],
    leases: new Map(),
    texts: new Map(),
    active: new Map(),
    deliveries: new Set(),
    outcomes: new Map(),
    trail: [],
  };
}

export const gitPush = (ref: string, sha: string) =>
  JSON.stringify({ repository: "ada/shop", ref: `refs/heads/${ref}`, before: "f".repeat(40), after: sha });
export const gitHeaders = (body: string, given: { secret: string; id: string }) =>
  new Headers({
    "x-fairlead-delivery": given.id,
    "x-fairlead-signature": `sha256=${createHmac("sha256", given.secret).update(body).digest("hex")}`,
  });

const Snaps = v.object({
  jobs: v.array(
    v.object({
      id: v.string(),
      kind: v.string(),
      state: v.string(),
      attempt: v.number(),
      leaseId: v.nullable(v.string()),
      claimKey: v.nullable(v.string()),
      leaseEndsAt: v.nullable(v.number()),
      deadlineAt: v.nullable(v.number()),
      lockKey: v.nullable(v.string()),
      isBuild: v.number(),
      cancelRequestedAt: v.nullable(v.number()),
      finishKey: v.nullable(v.string()),
      deploymentId: v.nullable(v.string()),
    }),
  ),
  deployments: v.array(
    v.object({
      id: v.string(),
      resourceId: v.string(),
      status: DeploymentStatus,
      isActive: v.number(),
      trigger: v.string(),
      ref: v.nullable(v.string()),
      commit: v.nullable(v.string()),
      number: v.number(),
    }),
  ),
  chunks: v.array(v.object({ place: v.string(), text: v.string() })),
  steps: v.number(),
  undecided: v.number(),
  deliveries: v.array(v.string()),
});
type Snaps = v.InferOutput<typeof Snaps>;
export type JobSnap = Snaps["jobs"][number];
export type DeploymentSnap = Snaps["deployments"][number];
export type Snapshot = {
  jobs: Map<string, JobSnap>;
  deployments: Map<string, DeploymentSnap>;
  chunks: Snaps["chunks"];
  steps: number;
  undecided: number;
  deliveries: Set<string>;
};

/** Everything of one world at one moment, in one statement past the code under test. */
export async function snapshot({ deps, applications, source }: QueueWorld): Promise<Snapshot> {
  const [one = "", two = ""] = applications;
  const [row] = await deps.db.all<{ all: string }>(sql`
    WITH j AS MATERIALIZED (SELECT * FROM job WHERE subject_id IN (${one}, ${two}))
    SELECT json_object(
      'jobs', (SELECT json_group_array(json_object('id', id, 'kind', kind, 'state', state, 'attempt', attempt,
        'leaseId', lease_id, 'claimKey', claim_key, 'leaseEndsAt', lease_ends_at, 'deadlineAt', deadline_at, 'lockKey', lock_key, 'isBuild', is_build,
        'cancelRequestedAt', cancel_requested_at, 'finishKey', finish_key, 'deploymentId', deployment_id)) FROM j),
      'deployments', (SELECT json_group_array(json_object('id', id, 'resourceId', resource_id, 'status', status,
        'isActive', is_active, 'trigger', "trigger", 'ref', ref, 'commit', commit_sha, 'number', number))
        FROM deployment WHERE resource_id IN (${one}, ${two})),
      'chunks', (SELECT json_group_array(json_object('place', l.job_id || ' ' || l.attempt || ' ' || l.seq, 'text', l.text))
        FROM j JOIN log_chunk l ON l.job_id = j.id),
      'steps', (SELECT count(*) FROM j JOIN step s ON s.job_id = j.id),
      'undecided', (SELECT count(*) FROM delivery WHERE source_id = ${source.id} AND state IN ('received', 'processing')),
      'deliveries', (SELECT json_group_array(delivery_key) FROM delivery WHERE source_id = ${source.id})
    ) AS "all"`);
  const { jobs, deployments, chunks, steps, undecided, deliveries } = v.parse(Snaps, JSON.parse(row?.all ?? "{}"));
  return {
    jobs: new Map(jobs.map((job) => [job.id, job])),
    deployments: new Map(deployments.map((each) => [each.id, each])),
    chunks,
    steps,
    undecided,
    deliveries: new Set(deliveries),
  };
}
