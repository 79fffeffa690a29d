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
