import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeInGroups } from "./apart/write-in-groups.ts";
import { writingApart } from "./apart/writing-apart.ts";
import { DatabaseLocked } from "./database-locked.ts";
import { keepStatements } from "./keep-statements.ts";
import { PatientConnection } from "./patient-connection.ts";
import { filePragmas } from "./pragmas.ts";
import { waitForLocks } from "./wait-for-locks.ts";

keepStatements();
let folder: string;
let client: Client;
/** Another program with the same file, such as a shell. */
let shell: Libsql.Database;
/** What happens in the pauses in which the client waits, one after the other; after the last the file is free. */
let meanwhile: (() => unknown)[];
let waits: number;

const open = (path: string) => createClient({ url: `file:${path}`, concurrency: 1, timeout: 0 });
const pragmas = { file: filePragmas, each: ["cache_size=-777"] };
const patience = {
  waitMs: 8_000,
  now: () => waits * 1_000,
  pause: async () => {
    waits += 1;
    await meanwhile.shift()?.();
  },
};
/** Reads and writes by one connection, and reads by one while another writes in groups. */
const kinds = {
  "one connection": (path: string, raw = open(path)) => waitForLocks(raw, { pragmas, patience }),
  "a connection that reads and one that writes": (path: string, raw = open(path)) => {
    const connection = new PatientConnection(raw, { pragmas, patience });
    const { write } = writeInGroups({ client: raw, connection, now: patience.now, soon: setImmediate });
    return writingApart(waitForLocks(open(path), { pragmas: { ...pragmas, file: [] }, patience }), {
      write,
      close: async () => raw.close(),
    });
  },
};
describe.each(Object.entries(kinds))("%s", (_kind, aClientOf) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "fairlead-locks-"));
    const path = join(folder, "test.db");
    meanwhile = [];
    waits = 0;
    client = aClientOf(path);
    await client.execute("CREATE TABLE boat (name TEXT NOT NULL UNIQUE, metres INTEGER)");
    shell = new Libsql(path);
  });
  afterEach(() => {
    shell.close();
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (name: string, metres = 7) =>
    client.execute({ sql: "INSERT INTO boat VALUES (?, ?) RETURNING name", args: [name, metres] });
  const addTogether = (...names: string[]) =>
    client.batch(names.map((name) => ({ sql: "INSERT INTO boat VALUES (?, 1)", args: [name] })));
  const names = async () => (await client.execute("SELECT name FROM boat ORDER BY rowid")).rows.map(({ name }) => name);
  // allow shell-strings: SQL for a database, no command
  const tell = (program: Libsql.Database, script: string) => program.exec(script);
  const lock = (how = "IMMEDIATE") => tell(shell, `BEGIN ${how}`);
  const unlock = () => tell(shell, "COMMIT");
  const nothing = () => undefined;

  describe("a file that another program holds", () => {
    test.each([
      ["a statement", () => add("Ada")],
      ["a batch", () => addTogether("Ada")],
      ["a batch that reads first", () => client.batch(["SELECT 1", "INSERT INTO boat VALUES ('Ada', 1)"])],
      ["a script", () => client.executeMultiple("INSERT INTO boat VALUES ('Ada', 1)")],
      ["a migration", () => client.migrate(["INSERT INTO boat VALUES ('Ada', 1)"])],
    ])("%s waits and is done once when the file is free", async (_, write) => {
      lock();
      meanwhile = [nothing, nothing, unlock];
      await write();
      expect(waits).toBe(3);
      expect(await names()).toEqual(["Ada"]);
    });

    test.each([
      ["a statement", () => add("Ada")],
      ["a batch", () => addTogether("Ada")],
      ["a migration", () => client.migrate(["INSERT INTO boat VALUES ('Ada', 1)"])],
    ])(
      "after %s that met a lock everything else still commits, though that one is never run again",
      async (_, write) => {
        lock();
        meanwhile = [unlock];
        await write();
        await addTogether("Bo", "Cy");
        await client.execute("UPDATE boat SET metres = 9 WHERE name = 'Cy'");
        expect(await names()).toEqual(["Ada", "Bo", "Cy"]);
      },
    );

    test("reads are answered while a write waits", async () => {
      await add("Ada");
      lock();
      const seen: unknown[] = [];
      meanwhile = [async () => seen.push(await names()), unlock];
      await add("Bo");
      expect(seen).toEqual([["Ada"]]);
    });

    test("writes keep their order", async () => {
      lock();
      meanwhile = [nothing, unlock];
      await Promise.all([add("Ada"), addTogether("Bo", "Cy"), add("Di"), addTogether("Ed")]);
      expect(await names()).toEqual(["Ada", "Bo", "Cy", "Di", "Ed"]);
    });

    test("a lock that lasts ends in an error that says so, writes nothing and harms nothing after it", async () => {
      lock();
      const all = await Promise.allSettled([add("Ada"), addTogether("Bo"), add("Cy")]);
      expect(all.map((each) => each.status === "rejected" && each.reason)).toEqual(
        Array.from({ length: 3 }, () => expect.any(DatabaseLocked)),
      );
      expect(waits).toBe(8);
      unlock();
      await addTogether("Di");
      expect(await names()).toEqual(["Di"]);
    });

    test("of many whose patience ends behind each other only the first asks for the lock", async () => {
      const path = join(folder, "test.db");
      const raw = createClient({ url: `file:${path}`, concurrency: 1, timeout: 0 });
      const ask = raw.executeMultiple.bind(raw);
      let asked = 0;
      raw.executeMultiple = (script) => {
        asked += 1;
        return ask(script);
      };
      const busy = aClientOf(path, raw);
      lock();
      const all = await Promise.allSettled(
        Array.from({ length: 50 }, (_, metres) =>
          busy.execute({ sql: "INSERT INTO boat VALUES ('Ada', ?)", args: [metres] }),
        ),
      );
      expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => "rejected"));
      expect(asked).toBeLessThan(12);
      busy.close();
    });

    test("one that lets nobody even read is waited for as well", async () => {
      const path = join(folder, "other.db");
      const hermit = new Libsql(path);
      tell(hermit, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; CREATE TABLE boat (name TEXT)");
      const late = aClientOf(path);
      meanwhile = [nothing, () => hermit.close()];
      const count = () => late.execute("SELECT count(*) AS boats FROM boat");
      const add = () => late.execute("INSERT INTO boat VALUES ('Ada')");
      const [, , , after] = await Promise.all([count(), add(), count(), add().then(count)]);
      expect(after.rows).toMatchObject([{ boats: 2 }]);
      late.close();
    });
  });

  describe("whatever else another program does to the file", () => {
    test.each([
      ["VACUUM", "VACUUM"],
      ["a checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)"],
      ["an index", "CREATE INDEX boat_metres ON boat (metres)"],
      ["a changed table", "ALTER TABLE boat ADD COLUMN flag TEXT; ALTER TABLE boat RENAME COLUMN flag TO colours"],
      [
        "a table that is made anew",
        "CREATE TABLE b AS SELECT * FROM boat; DROP TABLE boat; ALTER TABLE b RENAME TO boat",
      ],
    ])("%s disturbs neither reads nor writes", async (_, script) => {
      await add("Ada");
      await names();
      tell(shell, script);
      expect(await names()).toEqual(["Ada"]);
      await client.execute({ sql: "UPDATE boat SET metres = ?", args: [9] });
      await client.batch([{ sql: "INSERT INTO boat (name, metres) VALUES (?, 2)", args: ["Bo"] }, "SELECT 1"]);
      expect(await names()).toEqual(["Ada", "Bo"]);
    });
  });

  describe("a statement that fails", () => {
    test("a broken one costs its connection, and the next has all pragmas", async () => {
      await client.execute("CREATE TEMP TABLE of_this_connection (x)");
      await expect(client.execute("INSERT INTO boat VALUES (json('{'), 1)")).rejects.toThrow(/JSON/);
      await expect(client.execute("UPDATE of_this_connection SET x = 1")).rejects.toThrow(/no such table/);
      await expect(client.execute("SELECT json('{')")).rejects.toThrow(/JSON/);
      expect((await client.execute("PRAGMA cache_size")).rows).toMatchObject([{ cache_size: -777 }]);
      await addTogether("Ada");
      expect(await names()).toEqual(["Ada"]);
    });

    test("others at the same moment do not notice the dropped connection", async () => {
      const broken = client.execute("SELECT json('{')");
      const all = await Promise.allSettled([broken, names(), add("Ada"), addTogether("Bo"), names()]);
      expect(all.map(({ status }) => status)).toEqual(["rejected", ...Array.from({ length: 4 }, () => "fulfilled")]);
    });

    test("one that a constraint refused leaves the connection as it is", async () => {
      await add("Ada");
      await client.execute("CREATE TEMP TABLE of_this_connection (x)");
      await expect(add("Ada")).rejects.toThrow(/UNIQUE/);
      await expect(addTogether("Bo", "Ada")).rejects.toThrow(/UNIQUE/);
      expect(await client.execute("UPDATE of_this_connection SET x = 1")).toMatchObject({ rowsAffected: 0 });
      expect(await names()).toEqual(["Ada"]);
    });

    test("one that refused itself by a number that is too large leaves the connection as it is", async () => {
      await client.execute("CREATE TEMP TABLE of_this_connection (x)");
      const tooMany = "SELECT CASE WHEN (SELECT count(*) FROM boat) < 2 THEN 1 ELSE abs(-9223372036854775807 - 1) END";
      const addWithin = (name: string) =>
        client.batch([{ sql: "INSERT INTO boat VALUES (?, 1)", args: [name] }, tooMany], "write");
      const all = await Promise.allSettled([addWithin("Ada"), addWithin("Bo"), addWithin("Cy"), add("Di")]);
      expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
      await expect(addWithin("Ed")).rejects.toThrow(/integer overflow/);
      await client.execute("INSERT INTO of_this_connection VALUES (1)");
      expect(await names()).toEqual(["Ada", "Di"]);
    });
  });
});
