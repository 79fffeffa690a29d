import { afterEach, beforeEach, expect, test } from "vitest";
import { anOldDatabase, migrations, type OldDatabase } from "./testing/migrate-up-to.ts";
import { schemaOf } from "./testing/schema-of.ts";
import { seedRows } from "./testing/seed-rows.ts";

let old: OldDatabase;
beforeEach(() => {
  old = anOldDatabase();
});
afterEach(() => old.dispose());

test("servers of one machine that an earlier version let in stay, and the later one is marked", async () => {
  await old.up(migrations.findIndex((name) => name.includes("one_server_a_machine")));
  await seedRows(old.db, await schemaOf(old.db), () => undefined);
  const { $client } = old.db;
  const ask = async (sql: string) => (await $client.execute(sql)).rows;
  const [row] = await ask("SELECT * FROM server");
  const columns = Object.keys(row ?? {});
  const copy = (id: string, change: Record<string, string>) => {
    const values = columns.map((name) => (name === "id" ? `'${id}'` : (change[name] ?? `"${name}"`)));
    const names = columns.map((name) => `"${name}"`).join(", ");
    return ask(`INSERT INTO server (${names}) SELECT ${values.join(", ")} FROM server LIMIT 1`);
  };
  await copy("srv_1", { kind: "'ssh'", host: "'twin.test'", port: "22" });
  await copy("srv_2", { kind: "'ssh'", host: "'twin.test'", port: "22" });
  await copy("srv_3", { kind: "'ssh'", host: "'twin.test'", port: "23" });
  await copy("srv_4", { kind: "'local'", host: "NULL", port: "NULL" });
  await copy("srv_5", { kind: "'local'", host: "NULL", port: "NULL" });
  await old.up(migrations.length);
  const marked = await ask("SELECT id FROM server WHERE is_twin = 1 ORDER BY id");
  expect(marked.map(({ id }) => id)).toEqual(["srv_2", "srv_5"]);
});
