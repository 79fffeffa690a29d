import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "./client.ts";
import { migrate } from "./migrate.ts";

test("what is up to date already is left as it is", async () => {
  const db = openDatabase("file::memory:");
  await migrate(db);
  const state = async () => [
    (await db.$client.execute("SELECT * FROM __drizzle_migrations")).rows,
    (await db.$client.execute("SELECT name, sql FROM sqlite_master ORDER BY name")).rows,
  ];
  const before = await state();
  await migrate(db);
  expect(await state()).toEqual(before);
  db.$client.close();
});

test("two programs that bring one file up to date at the same time both find it done", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-migrate-"));
  const programs = [1, 2, 3].map(() => openDatabase(`file:${join(folder, "test.db")}`));
  await Promise.all(programs.map((db) => migrate(db)));
  for (const { $client } of programs) {
    expect((await $client.execute("SELECT count(*) AS teams FROM team")).rows).toMatchObject([{ teams: 0 }]);
    $client.close();
  }
  rmSync(folder, { recursive: true });
});

test("a program that is killed in the middle of its migrations leaves what was there, and the next run completes it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-migrate-"));
  const db = openDatabase(`file:${join(folder, "test.db")}`);
  const client = db.$client;
  const tables = async () => (await client.execute("SELECT name FROM sqlite_master ORDER BY name")).rows;
  const apply = client.migrate;
  let statements = 0;
  const dieAt = (at: number) => {
    client.migrate = (all) => {
      statements = all.length;
      return apply([...all.slice(0, at), "SELECT json('killed here')", ...all.slice(at)]);
    };
    return migrate(db).catch((error: unknown) => String(error));
  };
  await dieAt(0);
  const before = await tables();
  expect(statements).toBeGreaterThan(50);
  // Each of a few hundred would take its time: some from each part.
  for (let at = 1; at <= statements; at += Math.ceil(statements / 20)) {
    expect(await dieAt(at)).toContain("malformed JSON");
    expect(await tables()).toEqual(before);
  }
  client.migrate = apply;
  await migrate(db);
  expect((await client.execute("SELECT count(*) AS teams FROM team")).rows).toMatchObject([{ teams: 0 }]);
  client.close();
  rmSync(folder, { recursive: true });
});
