import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { letItShrink } from "./let-it-shrink.ts";
import { readFile } from "./reclaim.store.ts";

let folder: string;
let path: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-file-"));
  path = join(folder, "test.db");
});
afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As an earlier version made it. */
async function anOldFile() {
  const old = openDatabase(`file:${path}`);
  await old.$client.executeMultiple(
    "PRAGMA auto_vacuum=NONE; VACUUM; CREATE TABLE boat (name); INSERT INTO boat VALUES ('Ada')",
  );
  old.$client.close();
  db = openDatabase(`file:${path}`);
}
const said: string[] = [];
const log = { info: (line: string) => void said.push(line), error: () => {} };

test("a new file can shrink from its first page on", async () => {
  db = openDatabase(`file:${path}`);
  await db.$client.execute("CREATE TABLE boat (name TEXT)");
  expect(await readFile(db)).toMatchObject({ canShrink: true });
});

test("a small file of an earlier version is rebuilt once, with everything in it", async () => {
  await anOldFile();
  expect(await readFile(db)).toMatchObject({ canShrink: false });
  await letItShrink({ db, log });
  expect(await readFile(db)).toMatchObject({ canShrink: true });
  expect((await db.$client.execute("SELECT name FROM boat")).rows).toMatchObject([{ name: "Ada" }]);
});

test("a large one is left as it is, and the command that rebuilds it is told", async () => {
  await anOldFile();
  await letItShrink({ db, log }, { most: 1_000 });
  expect(await readFile(db)).toMatchObject({ canShrink: false });
  expect(said.at(-1)).toContain("npm run db:compact");
});
