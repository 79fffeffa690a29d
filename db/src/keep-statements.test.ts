import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "./client.ts";
import { keepStatements } from "./keep-statements.ts";

keepStatements();
let folder: string;
let db: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-db-"));
  db = openDatabase(`file:${join(folder, "test.db")}`);
  await db.$client.execute("CREATE TABLE boat (name TEXT NOT NULL UNIQUE, metres INTEGER)");
});
afterEach(() => {
  db.$client.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, metres: number) =>
  db.$client.execute({ sql: "INSERT INTO boat VALUES (?, ?) RETURNING name", args: [name, metres] });
const metresOf = async (name: string) => {
  const { rows } = await db.$client.execute({ sql: "SELECT metres FROM boat WHERE name = ?", args: [name] });
  return rows.map(({ metres }) => metres);
};

test("a statement that is used again takes its new values and forgets the old rows", async () => {
  await add("Ada", 7);
  await add("Bo", 9);
  expect(await metresOf("Ada")).toEqual([7]);
  expect(await metresOf("Bo")).toEqual([9]);
  expect(await metresOf("nobody")).toEqual([]);
});

test("a statement that was refused once works the next time", async () => {
  await add("Ada", 7);
  await expect(add("Ada", 8)).rejects.toThrow(/UNIQUE/);
  expect((await add("Bo", 9)).rows).toMatchObject([{ name: "Bo" }]);
  await expect(
    db.$client.batch(["INSERT INTO boat VALUES ('Cy', 1)", "INSERT INTO boat VALUES ('Ada', 1)"]),
  ).rejects.toThrow();
  expect(await metresOf("Cy")).toEqual([]);
});

test("a changed table does not disturb a statement that was prepared before", async () => {
  await add("Ada", 7);
  expect(await metresOf("Ada")).toEqual([7]);
  await db.$client.execute("ALTER TABLE boat ADD COLUMN flag TEXT");
  await db.$client.execute("UPDATE boat SET metres = 8");
  expect(await metresOf("Ada")).toEqual([8]);
});

test("more statements than are kept all work, also the first again", async () => {
  await add("Ada", 7);
  for (let i = 0; i < 600; i++) await db.$client.execute(`SELECT ${i} FROM boat`);
  expect(await metresOf("Ada")).toEqual([7]);
});

test("two files know nothing of each other", async () => {
  const other = openDatabase(`file:${join(folder, "other.db")}`);
  await other.$client.execute("CREATE TABLE boat (name TEXT NOT NULL UNIQUE, metres INTEGER)");
  await add("Ada", 7);
  expect((await other.$client.execute("SELECT metres FROM boat WHERE name = 'Ada'")).rows).toEqual([]);
  expect(await metresOf("Ada")).toEqual([7]);
  other.$client.close();
});
