import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grammars } from "./grammars.ts";
import { aHostileWorld, type HostileTeam, type HostileWorld } from "./hostile-world.ts";
import { valueAt, withValue } from "./leaves.ts";
import type { Order } from "./order.ts";
import { orders } from "./requests.ts";
import { isTripped } from "./tripwire.ts";

// What a grammar forbids is refused at the API, under the exact path of its field.

let world: HostileWorld;
let team: HostileTeam;
beforeAll(async () => {
  world = await aHostileWorld();
  team = await world.aTeam();
});
afterAll(() => world?.dispose());

let n = 0;
const bodyOf = (order: Order) => order.body(team.seeds, n++);

function orderWith(route: string, field: string): Order {
  const found = orders.find((order) => order.route === route && valueAt(bodyOf(order), field) !== undefined);
  if (!found) throw new Error(`${route} has no valid request with ${field}.`);
  return found;
}

const places = grammars.flatMap(({ asked, what, refused, alsoRefused = [] }) =>
  asked.map(([route, field]): [string, string, string, readonly string[]] => [
    what,
    field,
    route,
    [...refused, ...alsoRefused],
  ]),
);

describe("the API refuses what the grammar forbids", () => {
  test.each(places)("%s: %s of %s", async (_what, field, route, refused) => {
    const order = orderWith(route, field);
    const slipped: string[] = [];
    for (const text of refused) {
      const { status, body } = await team.give(order, withValue(bodyOf(order), { path: field, value: text }));
      const named = ((body.errors ?? []) as { path: string }[]).map(({ path }) => path);
      if (status !== 400 || !named.includes(field)) slipped.push(`${status} ${JSON.stringify(text).slice(0, 100)}`);
    }
    expect(slipped).toEqual([]);
  });
});

describe("names that are kept for ourselves", () => {
  const [variable] = orders.filter(({ route }) => route === "POST /api/v1/applications/{id}/variables");

  test.each([
    { key: "FAIRLEAD_TOKEN", scope: "runtime" },
    { key: "PATH", scope: "build" },
    { key: "LD_PRELOAD", scope: "both" },
    { key: "BASH_ENV", scope: "build" },
  ])("a variable $key for $scope is refused", async (change) => {
    if (!variable) throw new Error("There is no request for a variable.");
    const { status, body } = await team.give(variable, { ...bodyOf(variable), ...change });
    expect([status, body.errors]).toMatchObject([400, [{ path: "key" }]]);
  });

  test.each(["fairlead.test", "FAIRLEAD.test", "fairlead.test."])("no application gets the host %s", async (host) => {
    const order = orderWith("POST /api/v1/applications/{id}/domains", "host");
    const { status, body } = await team.give(order, { host });
    expect([status, body.code]).toEqual([409, "domain.own_host"]);
  });
});

test("nothing was run", () => expect(isTripped()).toBe(false));
