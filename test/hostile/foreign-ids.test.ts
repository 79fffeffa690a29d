import { afterAll, beforeAll, expect, test } from "vitest";
import { aHostileWorld, type HostileTeam, type HostileWorld } from "./hostile-world.ts";
import { textsOf, withValue } from "./leaves.ts";
import { orders } from "./requests.ts";

// Each id that a body takes, in an otherwise valid request, once as that of another team: what is answered is what an id gets that
// nobody has.

let world: HostileWorld;
let mine: HostileTeam;
let theirs: HostileTeam;
beforeAll(async () => {
  world = await aHostileWorld();
  mine = await world.aTeam();
  theirs = await world.aTeam();
});
afterAll(() => world?.dispose());

const kinds = ["projects", "environments", "servers", "destinations", "runners", "sources", "applications"];
/** Stands for the team's own rows where the requests are listed, before there is a team. */
const placeholders = Object.fromEntries(kinds.map((kind) => [kind, `id of ${kind}`]));
const login = { id: "", address: "" };
const seeds = { ids: placeholders, owner: { email: "", password: "", name: "" }, domain: "", otherDomain: "", login };
const named = orders
  .filter(({ by }) => by === "team")
  .flatMap((order) =>
    textsOf(order.body(seeds as never, 0)).flatMap(({ path, value }) => {
      const kind = kinds.find((each) => placeholders[each] === value);
      return kind === undefined ? [] : [{ route: order.route, order, path, kind }];
    }),
  );

test("ids are taken by bodies that make and that change", () => {
  expect(new Set(named.map(({ route }) => route.split(" ")[0]))).toEqual(new Set(["POST", "PATCH"]));
});

let n = 1_000;
test.each(named)("$route takes no row of another team as $path", async ({ order, path, kind }) => {
  const ask = (value: unknown) => mine.give(order, withValue(order.body(mine.seeds, n++), { path, value }));
  const own = await mine.give(order, order.body(mine.seeds, n++));
  // What is compared with something stored is refused here whatever it is.
  expect(own.status < 300 || order.compared?.includes(path), own.text).toBe(true);
  const foreign = await ask(theirs.seeds.ids[kind]);
  const nobodys = await ask(String(theirs.seeds.ids[kind]).replace(/_.*/, `_${"0".repeat(26)}`));
  expect([404, 409]).toContain(foreign.status);
  expect([foreign.status, foreign.body.code, foreign.body.title]).toEqual([
    nobodys.status,
    nobodys.body.code,
    nobodys.body.title,
  ]);
});
