import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../api/src/app.ts";
import { routeTable } from "../../api/src/testing/route-table.ts";
import { aHostileWorld, type HostileTeam, type HostileWorld } from "./hostile-world.ts";
import { valueAt } from "./leaves.ts";
import type { Order } from "./order.ts";
import { orders } from "./requests.ts";

// Each request of people that changes something leaves an entry, which holds nothing of what was sealed.

let world: HostileWorld;
let common: HostileTeam;
beforeAll(async () => {
  world = await aHostileWorld();
  common = await world.aTeam();
});
afterAll(() => world?.dispose());

const written = routeTable(createApp()).flatMap(({ method, path, policies: [policy] }) =>
  method !== "GET" && policy && ["user", "signed-in", "instance-owner"].includes(policy.auth)
    ? [{ route: `${method} ${path.replaceAll(":id", "{id}")}`, auth: policy.auth }]
    : [],
);
/** Those that take no body; what they are about stands in their path. */
const plain = written
  .filter(({ route }) => !orders.some((order) => order.route === route))
  .map(({ route, auth }): Order => ({ route, by: auth === "user" ? "team" : "person", body: () => ({}) }));

/** In a team that has one of everything they are refused, and change nothing. */
const refusedHere = [
  "POST /api/v1/invitations/accept",
  "POST /api/v1/bulk/{id}/cancel",
  "POST /api/v1/volumes/{id}/restore",
  "POST /api/v1/servers/{id}/forget",
  "POST /api/v1/applications/{id}/forget",
  "POST /api/v1/resources/{id}/forget",
  "POST /api/v1/servers/{id}/host-key",
  "POST /api/v1/sources/{id}/deploy-key",
  "DELETE /api/v1/me/tokens/{id}",
  "DELETE /api/v1/me/sessions/{id}",
  "POST /api/v1/teams/{id}/leave",
  "DELETE /api/v1/teams/{id}",
  "DELETE /api/v1/projects/{id}",
  "DELETE /api/v1/environments/{id}",
  "DELETE /api/v1/servers/{id}",
  "DELETE /api/v1/destinations/{id}",
  "DELETE /api/v1/runners/{id}",
  "DELETE /api/v1/sources/{id}",
  "POST /api/v1/applications/{id}/:kind{stop|start|restart}",
  "POST /api/v1/resources/{id}/:kind{stop|start|restart}",
  "POST /api/v1/deployments/{id}/rollback",
  "POST /api/v1/applications/{id}/changes/undo",
  "POST /api/v1/resources/{id}/changes/undo",
];
/** What is saved must differ from what is there. */
const another: Record<string, object> = { "PATCH /api/v1/members/{id}": { role: "member" } };

// What is made before another one's row is another request of this list.
const asked = [...orders.filter(({ by, first }) => (by === "team" || by === "person") && !first), ...plain].map(
  (order, n) => ({ route: order.route, order, n: n + 1 }) as const,
);

test.each(asked)("$route leaves an entry when it changes something", async ({ route, order, n }) => {
  // What takes no body mostly takes something away; parts of an application take the place of each other.
  const isAlone = plain.includes(order) || /domains|variables|volumes/.test(route);
  const team = isAlone ? await world.aTeam() : common;
  const before = new Set((await world.entries()).map(({ id }) => id));
  const body = { ...order.body(team.seeds, n), ...another[route] };
  const answer = await team.give(order, body);
  const entries = (await world.entries()).filter(({ id }) => !before.has(id));
  expect(answer.status >= 400, answer.text).toBe(refusedHere.includes(route));
  if (answer.status < 400) expect(entries).not.toEqual([]);
  for (const path of order.sealed ?? []) expect(JSON.stringify(entries)).not.toContain(valueAt(body, path));
});
