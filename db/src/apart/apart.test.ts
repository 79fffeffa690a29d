import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LibsqlError } from "@libsql/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../client.ts";
import { openFileApart } from "./index.ts";

let folder: string;
let db: Database;
let close: () => Promise<void>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-apart-"));
  ({ db, close } = openFileApart(`file:${join(folder, "test.db")}`));
  await db.$client.executeMultiple("CREATE TABLE boat (name TEXT NOT NULL UNIQUE, metres INTEGER, plan BLOB)");
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, metres: number | bigint | null = 7) =>
  db.$client.execute({ sql: "INSERT INTO boat VALUES (?, ?, NULL) RETURNING name, metres", args: [name, metres] });
const names = async () =>
  (await db.$client.execute("SELECT name FROM boat ORDER BY rowid")).rows.map(({ name }) => name);

describe("a database whose writes have a thread of their own", () => {
  test("tells what a write returned, by name and by place, of every type", async () => {
    const plan = new Uint8Array([0, 255, 7]).buffer;
    const { rows, columns } = await db.$client.execute({
      sql: "INSERT INTO boat VALUES (?, ?, ?) RETURNING name, metres, plan, NULL AS none, 1.5 AS half",
      args: ["Ada ⚓", 9, plan],
    });
    expect(columns).toEqual(["name", "metres", "plan", "none", "half"]);
    expect(rows[0]).toEqual({ name: "Ada ⚓", metres: 9, plan, none: null, half: 1.5 });
    expect([rows[0]?.length, rows[0]?.[0], rows[0]?.[4]]).toEqual([5, "Ada ⚓", 1.5]);
  });

  test("tells how many rows a write without an answer changed", async () => {
    await add("Ada");
    await add("Bo");
    const changed = await db.$client.execute("UPDATE boat SET metres = 1");
    expect(changed).toMatchObject({ rowsAffected: 2, rows: [] });
  });

  test("whoever was told of a write reads it", async () => {
    for (const name of ["Ada", "Bo", "Cy"]) {
      await add(name);
      expect((await names()).at(-1)).toBe(name);
    }
  });

  test("keeps the order in which writes were asked for, and tells each its own result", async () => {
    const all = await Promise.all(["Di", "Ada", "Cy", "Bo"].map((name) => add(name)));
    expect(all.map(({ rows }) => rows[0]?.name)).toEqual(["Di", "Ada", "Cy", "Bo"]);
    expect(await names()).toEqual(["Di", "Ada", "Cy", "Bo"]);
  });

  test("an error is the client's own, with its code", async () => {
    await add("Ada");
    const refused = await add("Ada").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LibsqlError);
    expect(refused).toMatchObject({ code: "SQLITE_CONSTRAINT", extendedCode: "SQLITE_CONSTRAINT_UNIQUE" });
    expect(String(refused)).toBe("LibsqlError: SQLITE_CONSTRAINT: UNIQUE constraint failed: boat.name");
    const batch = await db.$client
      .batch(["SELECT 1", "INSERT INTO boat VALUES ('Ada', 1, NULL)"], "write")
      .catch((error: unknown) => error);
    expect(batch).toMatchObject({ statementIndex: 1, code: "SQLITE_CONSTRAINT" });
  });

  test("the journal is carried into the file after 32 MB and not in the middle of usual work, also when a connection was dropped", async () => {
    const pages = async () => (await db.$client.execute("PRAGMA wal_autocheckpoint")).rows;
    expect(await pages()).toEqual([{ wal_autocheckpoint: 8_000 }]);
    await expect(db.$client.execute("INSERT INTO boat VALUES (json('{'), 1, NULL)")).rejects.toThrow(/JSON/);
    expect(await pages()).toEqual([{ wal_autocheckpoint: 8_000 }]);
  });

  test("what was asked for before it is closed is still done", async () => {
    const last = add("Ada");
    const closed = close();
    await last;
    await closed;
    ({ db, close } = openFileApart(`file:${join(folder, "test.db")}`));
    expect(await names()).toEqual(["Ada"]);
  });
});
