import { jsonColumns } from "@fairlead/db/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { pathWith, routeTable } from "./testing/route-table.ts";
import { type TestApp, testApp } from "./testing/test-app.ts";

// Each column that holds JSON or a sealed text is damaged in turn, in every row; then every page of the app is asked for.

/** Streams never end, and a reveal has nothing to show but the one value. */
const left = [
  "/api/v1/events",
  "/api/v1/deployments/:id/log/stream",
  "/api/v1/variables/:id/value",
  "/api/v1/resources/:id/files/:file",
  "/api/v1/applications/:id/files/:file",
];
/** Whether the whole instance may be looked at is not the team's. */
const others = ["/api/v1/instance"];
const pages = routeTable(createApp())
  .filter(({ method, path, policies }) => method === "GET" && policies[0]?.auth === "user" && !left.includes(path))
  .map(({ path }) => path)
  .filter((path) => !others.includes(path));

const sealedColumns = [
  "variable.value",
  "deployment.variables",
  "channel.settings",
  "server.probe_secret",
  "registry.password",
  "source.token",
  "source.webhook_secret",
  "source.previous_webhook_secret",
  "team.wrapped_key",
];
const places = [...jsonColumns().map(({ table, column }) => `${table}.${column}`), ...sealedColumns];
/** What cannot be read lets nobody in: the one who looks comes by another. */
const except: Record<string, string> = { "api_token.scopes": "name <> 'test'" };

let world: TestApp;
let team: FullTeam;
beforeAll(async () => {
  world = await testApp();
  world.deps.log.error = () => undefined;
  team = await aFullTeam(world, "mine");
});
afterAll(() => world?.deps.dispose());

const valuesOf = async (table: string, column: string) => {
  const { rows } = await world.deps.db.$client.execute(`SELECT rowid AS at, "${column}" AS value FROM "${table}"`);
  return rows;
};

test.each(
  places.flatMap((place) => ["{ no JSON", '{"of":"another kind"}'].map((text): [string, string] => [place, text])),
)("with every %s stored as %s each page of the team answers", async (place, text) => {
  const [table = "", column = ""] = place.split(".");
  const before = await valuesOf(table, column);
  await world.deps.db.run(
    sql`UPDATE ${sql.identifier(table)} SET ${sql.identifier(column)} = ${text} WHERE ${sql.raw(except[place] ?? "true")}`,
  );
  const answers: string[] = [];
  for (const path of pages) {
    const { status, body } = await world.send(pathWith(path, team.ids), { token: team.tokens.owner });
    if (status !== 200) answers.push(`${status} ${String(body.code)} ${path}`);
  }
  for (const { at, value } of before) {
    const { $client } = world.deps.db;
    await $client.execute({
      sql: `UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`,
      args: [value ?? null, at ?? null],
    });
  }
  expect(answers).toEqual([]);
});
