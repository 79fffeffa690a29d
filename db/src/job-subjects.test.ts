import { afterEach, beforeEach, expect, test } from "vitest";
import { anOldDatabase, migrations, type OldDatabase } from "./testing/migrate-up-to.ts";
import { schemaOf } from "./testing/schema-of.ts";
import { seedRows } from "./testing/seed-rows.ts";

let old: OldDatabase;
beforeEach(() => {
  old = anOldDatabase();
});
afterEach(() => old.dispose());

const ask = async (sql: string) => (await old.db.$client.execute(sql)).rows;

type Given = { kind: string; application?: string; server?: string; source?: string };

/** Jobs as an earlier version left them, each a copy of one that has all columns filled. */
async function jobsOfBefore(jobs: readonly Given[]) {
  await old.up(migrations.findIndex((name) => name.includes("job_subjects")));
  await seedRows(old.db, await schemaOf(old.db), () => undefined);
  const columns = Object.keys((await ask("SELECT * FROM job"))[0] ?? {});
  const names = columns.map((name) => `"${name}"`).join(", ");
  const text = (value: string | undefined) => (value === undefined ? "NULL" : `'${value}'`);
  for (const [at, { kind, application, server, source }] of jobs.entries()) {
    const change: Record<string, string> = {
      id: `'job_${at}'`,
      kind: text(kind),
      application_id: text(application),
      server_id: text(server),
      source_id: text(source),
      lock_key: "NULL",
      dedupe_key: "NULL",
    };
    const values = columns.map((name) => change[name] ?? `"${name}"`);
    await ask(`INSERT INTO job (${names}) SELECT ${values.join(", ")} FROM job LIMIT 1`);
  }
  await old.up(migrations.length);
  return ask(
    "SELECT kind, subject_kind, subject_id, goes_first, needs_trust, is_release FROM job WHERE id LIKE 'job\\__' ESCAPE '\\' ORDER BY id",
  );
}

test("a job that waits is about what it was about, and is given out as its kind was", async () => {
  const jobs = await jobsOfBefore([
    { kind: "deploy", application: "app_1", server: "srv_1" },
    { kind: "reconcile", application: "app_1", server: "srv_1" },
    { kind: "read-head", application: "app_2" },
    { kind: "check-server", server: "srv_2" },
    { kind: "sync-routes", server: "srv_2" },
    { kind: "make-deploy-key", source: "src_1" },
  ]);
  expect(jobs.map((row) => Object.values(row))).toEqual([
    ["deploy", "resource", "app_1", 0, 1, 1],
    ["reconcile", "resource", "app_1", 1, 1, 0],
    ["read-head", "resource", "app_2", 0, 1, 0],
    ["check-server", "server", "srv_2", 0, 0, 0],
    ["sync-routes", "server", "srv_2", 0, 1, 0],
    ["make-deploy-key", "source", "src_1", 0, 1, 0],
  ]);
});

test("the log of a job stays with it", async () => {
  await jobsOfBefore([]);
  const orphans = await ask("SELECT * FROM log_chunk WHERE job_id NOT IN (SELECT id FROM job)");
  expect(orphans).toEqual([]);
  expect(await ask("SELECT count(*) AS pieces FROM log_chunk")).toMatchObject([{ pieces: 2 }]);
});
