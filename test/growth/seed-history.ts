import { idPrefixes } from "@fairlead/runner/contract";
import { id, json, rows, type SeedWorld, text, user } from "./seed-world.ts";

/** What happened in sixty days, and what waits. */
// allow sizes: rows of many tables with one line a column; cut apart they would not be read more easily
export function historyRows(world: SeedWorld): string[] {
  const { size, now, teams, servers, created, stamps, teamOf, applicationOf } = world;
  const jobs = size * 1.5;
  const queuedFrom = size * 0.99;
  const isQueued = `i BETWEEN ${queuedFrom + 1} AND ${size}`;
  const isRunning = `i BETWEEN ${queuedFrom - size / 1_000} AND ${queuedFrom}`;
  const status = `(CASE WHEN ${isQueued} THEN 'queued' WHEN ${isRunning} THEN 'running' WHEN i = 17 THEN 'cancelled'
    WHEN i % 10 = 3 THEN 'failed' WHEN i % 20 = 1 THEN 'superseded' ELSE 'succeeded' END)`;
  const jobState = `(CASE WHEN ${isQueued} THEN 'queued' WHEN ${isRunning} THEN 'running' ELSE 'succeeded' END)`;
  return [
    rows("deployment", {
      count: size,
      columns: {
        id: id("deployment", "i"),
        team_id: id("team", teamOf(applicationOf)),
        resource_id: id("application", applicationOf),
        number: "i",
        trigger: text("push"),
        natural_key: `'push:refs/heads/main:' || i`,
        status,
        ref: text("refs/heads/main"),
        commit_sha: `printf('%040x', i)`,
        spec: json({ container: { port: 8080 } }),
        variables: text("sealed"),
        config_version: 1,
        image: `CASE WHEN i % 10 <> 3 AND i < ${queuedFrom} THEN printf('sha256:%064x', i) END`,
        is_active: 0,
        created_at: created(size),
        started_at: `CASE WHEN i < ${queuedFrom} THEN ${created(size)} END`,
        finished_at: `CASE WHEN i < ${queuedFrom} THEN ${created(size)} END`,
      },
    }),
    `UPDATE deployment SET is_active = 1 WHERE id IN
      (SELECT max(id) FROM deployment WHERE status = 'succeeded' GROUP BY resource_id)`,
    `UPDATE resource_target SET deployment_id = (SELECT d.id FROM deployment d
      WHERE d.resource_id = resource_target.resource_id AND d.is_active = 1)`,
    `INSERT INTO "deployment_target" (deployment_id, destination_id, team_id, position, status, image, job_id, finished_at)
      SELECT d.id, r.destination_id, d.team_id, 0, d.status, d.image, printf('${idPrefixes.job}_%026d', d.number), d.finished_at
      FROM deployment d JOIN resource r ON r.id = d.resource_id`,
    // Deploy jobs first, then checks and the like of all servers. All that waits, waits for one runner.
    rows("job", {
      count: jobs,
      columns: {
        id: id("job", "i"),
        team_id: id("team", `CASE WHEN i > ${size} OR ${isQueued} THEN 1 ELSE ${teamOf(applicationOf)} END`),
        kind: `CASE WHEN i <= ${size} THEN 'deploy' WHEN i % 50 = 0 THEN 'restart' ELSE 'check-server' END`,
        state: jobState,
        runner_id: id("runner", `CASE WHEN ${isQueued} THEN 1 ELSE 2 + i % ${servers - 1} END`),
        server_id: id("server", `CASE WHEN ${isQueued} THEN 1 + i % 4 ELSE 1 + i % ${servers} END`),
        subject_kind: `CASE WHEN i <= ${size} OR i % 50 = 0 THEN 'resource' ELSE 'server' END`,
        subject_id: `CASE WHEN i <= ${size} THEN ${id("application", applicationOf)}
        WHEN i % 50 = 0 THEN ${id("application", "1")}
        ELSE ${id("server", `CASE WHEN ${isQueued} THEN 1 + i % 4 ELSE 1 + i % ${servers} END`)} END`,
        is_release: `i <= ${size}`,
        needs_trust: `i <= ${size} OR i % 50 = 0`,
        deployment_id: `CASE WHEN i <= ${size} THEN ${id("deployment", "i")} END`,
        lock_key: `CASE WHEN ${isRunning} THEN 'application:running-' || i
        WHEN i <= ${size} THEN 'application:' || ${id("application", applicationOf)} || '@' || ${id("server", `CASE WHEN ${isQueued} THEN 1 + i % 4 ELSE 1 + i % ${servers} END`)} END`,
        is_build: `i <= ${size}`,
        attempt: `NOT (${isQueued})`,
        max_attempts: 3,
        lease_id: `CASE WHEN ${isRunning} THEN 'lease-' || i END`,
        claim_key: `CASE WHEN ${isRunning} THEN 'claim-' || i END`,
        lease_ends_at: `CASE WHEN ${isRunning} THEN ${now} + 60000 + i END`,
        deadline_at: `CASE WHEN ${isRunning} THEN ${now} + 3600000 + i END`,
        available_at: created(size),
        timeout_ms: 3_600_000,
        chunk_count: 1,
        created_at: created(jobs),
        started_at: `CASE WHEN NOT (${isQueued}) THEN ${created(jobs)} END`,
        finished_at: `CASE WHEN NOT (${isQueued} OR ${isRunning}) THEN ${created(jobs)} END`,
      },
    }),
    rows("step", {
      count: size,
      columns: {
        job_id: id("job", "i"),
        attempt: 1,
        name: text("build"),
        team_id: id("team", teamOf(applicationOf)),
        position: 3,
        class: text("pure"),
        status: text("passed"),
        started_at: created(size),
        finished_at: created(size),
        duration_ms: 1,
      },
    }),
    // Job 5 talks the more the larger the world is; the others say one thing each.
    rows("log_chunk", {
      count: size,
      columns: {
        job_id: id("job", `CASE WHEN i % 10 = 0 THEN 5 ELSE i END`),
        attempt: 1,
        seq: `CASE WHEN i % 10 = 0 THEN i ELSE 0 END`,
        step: text("build"),
        stream: text("stdout"),
        at: created(size),
        text: text("Step 3/9: the machine works"),
      },
    }),
    rows("delivery", {
      count: size / 2,
      columns: {
        id: id("delivery", "i"),
        team_id: id("team", teamOf("i")),
        source_id: id("source", teamOf("i")),
        delivery_key: `'k' || i`,
        event: text("push"),
        state: `CASE WHEN i % 10 = 0 THEN 'ignored' WHEN i = 7 THEN 'failed' WHEN i > ${size / 2 - size / 100} THEN 'received'
        ELSE 'deployed' END`,
        body: text("{}"),
        decisions: json([]),
        next_attempt_at: `CASE WHEN i > ${size / 2 - size / 100} THEN ${now} - 5000000 + i END`,
        created_at: created(size / 2),
      },
    }),
    rows("audit", {
      count: size,
      columns: {
        id: id("audit", "i"),
        team_id: id("team", teamOf("i")),
        actor: `CASE WHEN i % 2 = 0 THEN 'user:' || ${user(1)} ELSE 'token:' || ${id("apiToken", 1)} END`,
        action: text("application.update"),
        created_at: created(size),
        chain: id("team", teamOf("i")),
        seq: "i",
        hash: text("aGFzaA=="),
      },
    }),
    rows("audit_chain", {
      count: teams,
      columns: { id: id("team", "i"), seq: size, hash: text("aGFzaA=="), started_at: now },
    }),
    rows("channel", {
      count: teams,
      columns: {
        id: id("channel", "i"),
        team_id: id("team", "i"),
        name: text("hook"),
        kind: text("webhook"),
        settings: text("sealed"),
        events: json(["deployment.failed"]),
        is_enabled: 1,
        ...stamps(teams),
      },
    }),
    rows("notification", {
      count: size / 4,
      columns: {
        id: id("notification", "i"),
        team_id: id("team", teamOf("i")),
        channel_id: id("channel", teamOf("i")),
        dedupe_key: `'n' || i`,
        event: text("deployment.failed"),
        content: json({}),
        state: `CASE WHEN i > ${size / 4 - size / 100} THEN 'waiting' ELSE 'sent' END`,
        next_attempt_at: `${now} - 5000000 + i`,
        created_at: created(size / 4),
      },
    }),
  ];
}
