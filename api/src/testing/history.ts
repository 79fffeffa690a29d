import { sql } from "drizzle-orm";
import type { Deps } from "../kit/deps.ts";
import type { FlowWorld } from "./flow.ts";

export type Busyness = { deliveries: number; deployments: number; checks: number };
type Given = Busyness & { world: FlowWorld; sourceId: string; applications: readonly string[]; turn: number };

const numbers = (count: number) =>
  sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;

/**
 * What a busy instance leaves behind in one turn, all of it ended by now: deliveries, deployments with their jobs, steps and logs, checks,
 * alerts and audit entries. `turn` numbers the turns.
 */
export async function addHistory({ db, clock }: Pick<Deps, "db" | "clock">, given: Given): Promise<void> {
  const { world, sourceId, applications, turn } = given;
  const { teamId, runnerId, serverId } = world;
  const now = clock.now();
  const each = Math.ceil(given.deployments / applications.length);
  const id = (kind: string) => sql`printf('%s_%08d_%08d', ${kind}, ${turn}, n.i)`;
  const pick = sql`json_extract(${JSON.stringify(applications)}, printf('$[%d]', n.i % ${applications.length}))`;
  const number = sql`${turn * each} + n.i / ${applications.length} + 1`;
  const text = sql`printf('%.*c', 200, 'x')`;
  await db.run(sql`INSERT INTO delivery (id, team_id, source_id, delivery_key, event, state, body, decisions, created_at, processed_at)
    ${numbers(given.deliveries)} SELECT ${id("dlv")}, ${teamId}, ${sourceId}, ${id("key")}, 'push', 'ignored', ${text}, '[]', ${now}, ${now} FROM n`);
  await db.run(sql`INSERT INTO deployment (id, team_id, resource_id, number, trigger, status, spec, variables, config_version, image,
      is_active, created_at, finished_at)
    ${numbers(given.deployments)} SELECT ${id("dep")}, ${teamId}, ${pick}, ${number}, 'manual', 'succeeded', ${text}, ${text}, 1,
      'sha256:' || n.i, 0, ${now}, ${now} FROM n`);
  await db.run(sql`UPDATE resource SET deployment_count = ${(turn + 1) * each} WHERE team_id = ${teamId}`);
  const job = (
    kind: string,
    count: number,
  ) => sql`INSERT INTO job (id, team_id, kind, state, runner_id, server_id, subject_kind, subject_id,
      is_release, deployment_id, is_build, max_attempts, available_at, timeout_ms, log_size_bytes, created_at, finished_at)
    ${numbers(count)} SELECT ${id(kind === "deploy" ? "job" : "jobc")}, ${teamId}, ${kind}, 'succeeded', ${runnerId}, ${serverId},
      iif(${kind} = 'deploy', 'resource', 'server'), iif(${kind} = 'deploy', ${pick}, ${serverId}),
      ${kind} = 'deploy', iif(${kind} = 'deploy', ${id("dep")}, NULL), 0, 1, ${now}, 1,
      iif(${kind} = 'deploy', 1000, 0), ${now}, ${now} FROM n`;
  await db.run(job("deploy", given.deployments));
  await db.run(job("check-server", given.checks));
  await db.run(sql`INSERT INTO step (job_id, attempt, name, team_id, position, class, status)
    ${numbers(given.deployments)}, m(k) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10))
    SELECT ${id("job")}, 1, 'step-' || m.k, ${teamId}, m.k, 'idempotent', 'done' FROM n, m`);
  await db.run(sql`INSERT INTO log_chunk (job_id, attempt, seq, step, stream, at, text)
    ${numbers(given.deployments)}, m(k) AS (VALUES (1), (2), (3), (4), (5))
    SELECT ${id("job")}, 1, m.k, 'build', 'stdout', ${now}, ${text} FROM n, m`);
  await db.run(sql`INSERT INTO audit (id, team_id, actor, action, created_at)
    ${numbers(given.deployments)} SELECT ${id("aud")}, ${teamId}, 'user', 'deployment.create', ${now} FROM n`);
}
