import { afterAll, beforeAll, expect, test } from "vitest";
import { aHostileWorld, type HostileTeam, type HostileWorld } from "./hostile-world.ts";
import { orders } from "./requests.ts";

// Each route that takes a body × each column that only the product writes, in an otherwise valid request: a field that is let through is
// one that a row may take over.

let world: HostileWorld;
let team: HostileTeam;
beforeAll(async () => {
  world = await aHostileWorld();
  team = await world.aTeam();
});
afterAll(() => world?.dispose());

const columns = {
  id: "prj_00000000000000000000000000",
  teamId: "team_00000000000000000000000000",
  userId: "usr_00000000000000000000000000",
  role: "owner",
  isInstanceOwner: true,
  createdAt: 0,
  revokedAt: null,
} as const;

/** A runner may be newer than its control plane: what it says beyond the contract is left out, not refused. */
const byPeople = orders.filter(({ by, route }) => by !== "runner" && / \/api\/v1\/(?!runner\/)/.test(route));

let n = 0;
test.each(byPeople.map((order) => [order.route, order] as const))(
  "%s takes no column of a row that nobody may give",
  async (_, order) => {
    const taken: string[] = [];
    for (const [column, value] of Object.entries(columns)) {
      const body = order.body(team.seeds, n++);
      if (column in body) continue;
      const answer = await team.give(order, { ...body, [column]: value });
      const named = (answer.body.errors as { path: string }[] | undefined)?.map(({ path }) => path) ?? [];
      if (answer.status !== 400 || !named.includes(column)) taken.push(`${column}: ${answer.status} ${named}`);
    }
    expect(taken).toEqual([]);
  },
);
