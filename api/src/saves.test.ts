import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { pathWith, routeTable } from "./testing/route-table.ts";
import { type Answer, claimedApp, owner, signedIn } from "./testing/test-app.ts";

// Two people read the same row and both save: the second one is told, with both values, and nothing is lost.

type Case = {
  /** Where the revision and what is stored now are read. */
  read: string;
  /** What the first one saves, and the second one. */
  mine: object;
  yours: object;
  /** Path, value of the second one, and value of the first one, as the second one is told. */
  told: [path: string, yours: unknown, theirs: unknown, isHidden?: true][];
};

const renamed = (read: string): Case => ({
  read,
  mine: { name: "mine" },
  yours: { name: "yours" },
  told: [["name", "yours", "mine"]],
});
const variable = (value: string) => ({ key: "OPEN", value, scope: "build" as const, isSecret: false });

const variablesOf = (holders: string): Case => ({
  read: `/api/v1/${holders}/:id/variables`,
  mine: { variables: [variable("mine"), { key: "HUSH", value: "secret of mine" }] },
  yours: { variables: [variable("yours")] },
  told: [
    ["variables.OPEN.value", "yours", "mine"],
    [
      "variables.HUSH",
      null,
      {
        kind: "literal",
        scope: "runtime",
        isSecret: true,
        isArgumentAllowed: false,
        comment: "",
        isRequired: false,
        isLocked: false,
      },
    ],
  ],
});
const tagged = (kind: string): Case => ({
  read: `/api/v1/${kind}/:id/tags`,
  mine: { tags: ["Nightly", "shop"] },
  yours: { tags: ["shop"] },
  told: [["tags", ["shop"], ["Nightly", "shop"]]],
});

const cases: Record<string, Case> = {
  "PATCH /api/v1/teams/:id": renamed("/api/v1/teams/:id"),
  "PATCH /api/v1/members/:id": {
    read: "/api/v1/members",
    mine: { role: "member" },
    yours: { role: "admin" },
    told: [["role", "admin", "member"]],
  },
  "PATCH /api/v1/projects/:id": {
    read: "/api/v1/projects/:id",
    mine: { name: "mine", description: "same" },
    yours: { name: "yours", description: "same" },
    told: [["name", "yours", "mine"]],
  },
  "PATCH /api/v1/environments/:id": renamed("/api/v1/environments/:id"),
  "PATCH /api/v1/servers/:id": {
    read: "/api/v1/servers/:id",
    mine: { buildConcurrency: 2, noProxy: "a.test" },
    yours: { buildConcurrency: 3 },
    told: [["buildConcurrency", 3, 2]],
  },
  "PATCH /api/v1/destinations/:id": renamed("/api/v1/destinations/:id"),
  "PATCH /api/v1/runners/:id": renamed("/api/v1/runners/:id"),
  "PATCH /api/v1/sources/:id": {
    read: "/api/v1/sources/:id",
    mine: { name: "mine" },
    yours: { name: "yours", token: "a-token-of-yours" },
    told: [
      ["name", "yours", "mine"],
      ["token", null, null, true],
    ],
  },
  "PATCH /api/v1/applications/:id": {
    read: "/api/v1/applications/:id",
    mine: { container: { memoryBytes: 8_388_608 } },
    yours: { container: { cpus: 2, memoryBytes: 16_777_216 } },
    told: [
      ["container.cpus", 2, null],
      ["container.memoryBytes", 16_777_216, 8_388_608],
    ],
  },
  ...Object.fromEntries(
    ["applications", "resources", "servers", "environments", "projects", "teams"].map((holders) => [
      `PUT /api/v1/${holders}/:id/variables`,
      variablesOf(holders),
    ]),
  ),
  "PUT /api/v1/applications/:id/tags": tagged("applications"),
  "PUT /api/v1/resources/:id/tags": tagged("resources"),
  "PATCH /api/v1/domains/:id": {
    read: "/api/v1/domains/:id",
    mine: { path: "/mine" },
    yours: { path: "/yours" },
    told: [["path", "/yours", "/mine"]],
  },
  "PATCH /api/v1/variables/:id": {
    read: "/api/v1/applications/:applications/variables",
    mine: { value: "secret of mine" },
    yours: { value: "secret of yours", scope: "both" },
    told: [
      ["value", null, null, true],
      ["scope", "both", "runtime"],
    ],
  },
  "PATCH /api/v1/registries/:id": {
    read: "/api/v1/registries/:id",
    mine: { username: "mine", password: "secret of mine" },
    yours: { username: "yours", password: "secret of yours" },
    told: [
      ["username", "yours", "mine"],
      ["password", null, null, true],
    ],
  },
  "PATCH /api/v1/channels/:id": {
    read: "/api/v1/channels/:id",
    mine: { isEnabled: false },
    yours: { isEnabled: true, events: [] },
    told: [
      ["isEnabled", true, false],
      ["events", [], ["deployment.failed"]],
    ],
  },
  "PATCH /api/v1/me": renamed("/api/v1/me"),
  "PATCH /api/v1/instance": {
    read: "/api/v1/instance",
    mine: { signUps: "open", retention: { logs: 50 } },
    yours: { retention: { logs: 60 } },
    told: [["retention.logs", 60, 50]],
  },
};

/** Routes that change something and need no revision, with the reason. */
const withoutRevision: Record<string, string> = {};

const changing = routeTable(createApp())
  .filter(({ method }) => method === "PATCH" || method === "PUT")
  .map(({ method, path }) => `${method} ${path}`);

let world: Awaited<ReturnType<typeof claimedApp>>;
let cookie: string;
beforeAll(async () => {
  world = await claimedApp();
  cookie = await signedIn(world, owner);
});
afterAll(() => world?.deps.dispose());

let teams = 0;
/** A fresh team to save in, by the route, and the revision that was read. */
async function opened(route: string, { read }: Case) {
  const team: FullTeam = await aFullTeam(world, `team-${++teams}`);
  const isOwnersOnly = route.endsWith("/me") || route.endsWith("/instance");
  const by = isOwnersOnly ? { cookie } : { token: team.tokens.owner };
  const [method = "", path = ""] = route.split(" ");
  const at = pathWith(path, team.ids);
  const place = pathWith(read.replace(":applications", team.ids.applications ?? ""), team.ids);
  const look = async () => rowIn(await world.send(place, by), { route, ids: team.ids });
  const { revision } = await look();
  const save = (json: object) => world.send(at, { method, json, ...by });
  return { revision, save, look };
}

type Row = { revision: number } & Record<string, unknown>;
function rowIn({ body }: Answer, { route, ids }: { route: string; ids: Record<string, string> }): Row {
  const kind = route.split("/")[3] ?? "";
  const items = body.items as Row[] | undefined;
  const isOne = kind === "members" || route.startsWith("PATCH /api/v1/variables");
  return (isOne ? items?.find(({ id }) => id === ids[kind]) : body) as Row;
}

test("every route that changes something takes the revision that was read, or says why not", () => {
  expect([...Object.keys(cases), ...Object.keys(withoutRevision)].sort()).toEqual(changing.toSorted());
});

describe.each(Object.entries(cases))("%s", (route, given) => {
  test("is refused without the revision that was read, by its name", async () => {
    const { save, look, revision } = await opened(route, given);
    const answer = await save(given.mine);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: "revision", message: "is required" }]]);
    expect((await look()).revision).toBe(revision);
  });

  test("answers the second of two saves with both values, and keeps the first one's", async () => {
    const { save, look, revision } = await opened(route, given);
    const first = await save({ revision, ...given.mine });
    expect([first.status, first.text]).toEqual([200, first.text]);
    const kept = await look();
    const second = await save({ revision, ...given.yours });
    expect([second.status, second.body.code, second.body.revision]).toEqual([409, "edit.conflict", kept.revision]);
    const told = given.told.map(([path, yours, theirs, isHidden = false]) => ({ path, yours, theirs, isHidden }));
    expect(second.body.changes).toHaveLength(told.length);
    expect(second.body.changes).toEqual(expect.arrayContaining(told));
    expect(await look()).toEqual(kept);
    expect(second.text).not.toMatch(/secret of|a-token-of/);
  });

  test("takes the second one's after all, from the revision that it was told", async () => {
    const { save, look, revision } = await opened(route, given);
    await save({ revision, ...given.mine });
    const told = (await save({ revision, ...given.yours })).body.revision;
    expect((await save({ revision: told, ...given.yours })).status).toBe(200);
    expect((await look()).revision).toBeGreaterThan(Number(told));
  });

  test("lets one of two that write at the same moment through", async () => {
    const { save, revision } = await opened(route, given);
    const both = await Promise.all([save({ revision, ...given.mine }), save({ revision, ...given.yours })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

test("saving again what was saved is no conflict: whoever got no answer may repeat it", async () => {
  const given = renamed("/api/v1/projects/:id");
  const { save, revision } = await opened("PATCH /api/v1/projects/:id", given);
  const once = await save({ revision, name: "mine" });
  const again = await save({ revision, name: "mine" });
  expect([again.status, again.body]).toEqual([200, once.body]);
});
