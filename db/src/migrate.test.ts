import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "./client.ts";
import { migrate } from "./migrate.ts";

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
