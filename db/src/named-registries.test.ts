import { afterEach, beforeEach, expect, test } from "vitest";
import { anOldDatabase, migrations, type OldDatabase } from "./testing/migrate-up-to.ts";
import { schemaOf } from "./testing/schema-of.ts";
import { seedRows } from "./testing/seed-rows.ts";

let old: OldDatabase;
beforeEach(() => {
  old = anOldDatabase();
});
afterEach(() => old.dispose());

const ask = async (sql: string) => (await old.db.$client.execute(sql)).rows.map((row) => Object.values(row));

type Login = { image: string | Uint8Array | null; user: string | null; password: string | null };

/** Applications as an earlier version left them, each with its login, and one registry of their team. */
async function loginsOfBefore(logins: readonly Login[]) {
  await old.up(migrations.findIndex((name) => name.includes("named_registries")));
  await seedRows(old.db, await schemaOf(old.db), () => undefined);
  const client = old.db.$client;
  await client.execute("DELETE FROM application");
  await client.execute("UPDATE registry SET id = 'reg_team', team_id = 'team_1', address = 'ghcr.io' WHERE rowid = 1");
  await client.execute("DELETE FROM registry WHERE rowid > 1");
  for (const [at, { image, user, password }] of logins.entries()) {
    await client.execute({
      sql: "INSERT INTO application (id, team_id, auto_deploy, watch_paths, submodules, lfs, image, registry_user, registry_password, build, container) VALUES (?, 'team_1', 0, '[]', 0, 0, ?, ?, ?, '{}', '{}')",
      args: [`app_${at}`, image, user, password],
    });
    await client.execute({
      sql: "INSERT INTO resource (id, team_id, kind, name, environment_id, destination_id, port, state, keep_releases, created_at, updated_at) VALUES (?, 'team_1', 'application', ?, 'env_1', 'dst_1', 80, 'new', 3, 7, 8)",
      args: [`app_${at}`, `shop ${at}`],
    });
  }
  await old.up(migrations.length);
  const registries = await ask(
    "SELECT id, name, address, username, password, sealed_for, is_default FROM registry WHERE sealed_for IS NOT NULL ORDER BY id",
  );
  const chosen = await ask("SELECT id, registry_id FROM application ORDER BY id");
  return { registries, chosen };
}

test.each([
  ["ghcr.io/acme/shop:1", "ghcr.io"],
  ["GHCR.io/acme/shop", "ghcr.io"],
  ["registry.lan:5000/shop@sha256:0", "registry.lan:5000"],
  ["[2001:db8::1]:5000/shop", "[2001:db8::1]:5000"],
  ["localhost/shop", "localhost"],
  ["registry-1.docker.io/acme/shop", "docker.io"],
  ["acme/shop", "docker.io"],
  ["redis:7", "docker.io"],
])("the login of an application that is %s becomes a registry of its team, for %s", async (image, address) => {
  const { registries, chosen } = await loginsOfBefore([{ image, user: "robot", password: "sealed" }]);
  expect(registries).toEqual([["reg_0", `${address} of shop 0`, address, "robot", "sealed", "app_0", 0]]);
  expect(chosen).toEqual([["app_0", "reg_0"]]);
});

test("two applications keep a login each, one without has none, and the team's own stays the default", async () => {
  const { registries, chosen } = await loginsOfBefore([
    { image: "ghcr.io/acme/shop", user: "one", password: "first" },
    { image: "ghcr.io/acme/shop", user: "two", password: "second" },
    { image: "ghcr.io/acme/shop", user: null, password: null },
    { image: null, user: null, password: null },
  ]);
  expect(registries.map(([id, , address, user, password]) => [id, address, user, password])).toEqual([
    ["reg_0", "ghcr.io", "one", "first"],
    ["reg_1", "ghcr.io", "two", "second"],
  ]);
  expect(chosen).toEqual([
    ["app_0", "reg_0"],
    ["app_1", "reg_1"],
    ["app_2", null],
    ["app_3", null],
  ]);
  expect(await ask("SELECT name, is_default FROM registry WHERE id = 'reg_team'")).toEqual([["ghcr.io", 1]]);
});

test("a login whose image is no text goes, for nobody knows which registry it is for", async () => {
  const image = new TextEncoder().encode("ghcr.io/acme/shop");
  const { registries, chosen } = await loginsOfBefore([{ image, user: "robot", password: "sealed" }]);
  expect([registries, chosen]).toEqual([[], [["app_0", null]]]);
});
