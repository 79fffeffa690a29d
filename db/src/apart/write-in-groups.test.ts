import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, InStatement } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openFileClient } from "../file-client.ts";
import { PatientConnection, usualPatience } from "../patient-connection.ts";
import { filePragmas } from "../pragmas.ts";
import type { Sent, Write } from "./words.ts";
import { writeInGroups } from "./write-in-groups.ts";

let folder: string;
let client: Client;
let write: ReturnType<typeof writeInGroups>["write"];
let shared: number;
let alone: number;
let dropped: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-groups-"));
  client = openFileClient(`file:${join(folder, "test.db")}`);
  const begin = client.transaction.bind(client);
  const reconnect = client.reconnect.bind(client);
  client.transaction = () => {
    shared += 1;
    return begin("write");
  };
  client.reconnect = () => {
    dropped += 1;
    return reconnect();
  };
  const pragmas = { file: filePragmas, each: [] };
  const connection = new PatientConnection(client, { pragmas, patience: usualPatience });
  ({ write } = writeInGroups({ client, connection, now: usualPatience.now, soon: setImmediate }));
  await write({ kind: "script", sql: "CREATE TABLE boat (name TEXT NOT NULL UNIQUE, metres INTEGER)" });
  const execute = client.execute.bind(client);
  client.execute = (statement: InStatement) => {
    alone += 1;
    return execute(statement);
  };
  [shared, alone, dropped] = [0, 0, 0];
});
afterEach(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const sent = (sql: string, ...args: (string | number)[]): Sent => ({ sql, args });
const adding = (name: string): Sent => sent("INSERT INTO boat VALUES (?, 1)", name);
const add = (name: string) => write({ kind: "execute", statement: adding(name) });
const addAll = (...names: string[]) => write({ kind: "batch", statements: names.map(adding) });
const names = async () => (await client.execute("SELECT name FROM boat ORDER BY rowid")).rows.map(({ name }) => name);
const ends = async (all: Promise<unknown>[]) => (await Promise.allSettled(all)).map(({ status }) => status);

test("what is asked for at the same moment is committed once", async () => {
  await Promise.all(Array.from({ length: 50 }, (_, i) => add(`boat ${i}`)));
  expect(shared).toBe(1);
  expect(await names()).toHaveLength(50);
});

test("one that is asked for alone is not made to wait for others", async () => {
  await add("Ada");
  expect(shared).toBe(0);
  expect(await names()).toEqual(["Ada"]);
});

test("however many come, a commit takes a few of them and everybody has a turn", async () => {
  await Promise.all(Array.from({ length: 200 }, (_, i) => add(`boat ${i}`)));
  expect(shared).toBe(4);
  expect(await names()).toHaveLength(200);
});

test("one that is refused leaves nothing behind and disturbs nobody", async () => {
  expect(await ends([add("Ada"), addAll("Bo", "Ada"), addAll("Cy", "Di"), add("Ada")])).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
  ]);
  expect([shared, alone, dropped]).toEqual([1, 0, 0]);
  expect(await names()).toEqual(["Ada", "Cy", "Di"]);
});

test("each sees what those before it wrote", async () => {
  const rename: Write = { kind: "execute", statement: sent("UPDATE boat SET name = 'Eve' WHERE name = 'Ada'") };
  const [, renamed] = await Promise.all([add("Ada"), write(rename), add("Ada")]);
  expect(renamed[0]?.rowsAffected).toBe(1);
  expect(await names()).toEqual(["Eve", "Ada"]);
});

test("a broken one costs only itself", async () => {
  const broken: Write = { kind: "execute", statement: sent("UPDATE boat SET metres = json('{')") };
  expect(await ends([add("Ada"), write(broken), add("Bo")])).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([shared, alone]).toEqual([1, 3]);
  expect(dropped, "connections that a broken statement may still be active on").toBe(2);
  expect(await names()).toEqual(["Ada", "Bo"]);
});

test("what may not share a commit is done alone, in its order", async () => {
  const vacuum: Write = { kind: "execute", statement: sent("VACUUM") };
  const column: Write = { kind: "migrate", statements: [sent("ALTER TABLE boat ADD COLUMN flag TEXT")] };
  const flag: Write = { kind: "execute", statement: sent("UPDATE boat SET flag = 'blue'") };
  const all = [add("Ada"), add("Bo"), write(vacuum), write(column), write(flag), add("Cy")];
  expect(await ends(all)).toEqual([...Array(5).fill("fulfilled"), "rejected"]);
  expect(shared).toBe(2);
  expect((await client.execute("SELECT flag FROM boat")).rows).toMatchObject([{ flag: "blue" }, { flag: "blue" }]);
});
