import { schema } from "@fairlead/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "./app.ts";
import type { Role, Scope } from "./rules/rights.ts";
import {
  forAnyone,
  forRunners as forRunnersOnly,
  forTheInstanceOwner,
  forThemselves,
  rights,
} from "./testing/expected-rights.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { hasId, pathWith, routeTable, type TableRoute } from "./testing/route-table.ts";
import { type TestApp, testApp } from "./testing/test-app.ts";

// Every route of the app × {no credential, wrong kind, other team, each role}. The table is read from the app: a new route is
// tested at birth, and one without a guard fails.

const routes = routeTable(createApp());
const named = routes.map((route): [string, TableRoute] => [`${route.method} ${route.path}`, route]);
const policyOf = ({ policies }: TableRoute) => policies[0];
const guarded = named.filter(([, route]) => policyOf(route)?.auth !== "public");
const forUsers = named.filter(([, route]) => policyOf(route)?.auth === "user");
const forRunners = named.filter(([, route]) => policyOf(route)?.auth === "runner");
const withId = forUsers.filter(([, route]) => hasId(route));

let world: TestApp;
let mine: FullTeam;
let theirs: FullTeam;
beforeAll(async () => {
  world = await testApp();
  mine = await aFullTeam(world, "mine");
  theirs = await aFullTeam(world, "theirs");
});
afterAll(() => world?.deps.dispose());

/** A valid body where the route takes one, so that the answer is about the right and not about the form. */
const bodies: Record<string, (ids: Record<string, string>) => object> = {
  "PATCH /api/v1/teams/:id": () => ({ revision: 1, name: "x" }),
  "PATCH /api/v1/members/:id": () => ({ revision: 1, role: "viewer" }),
  "PATCH /api/v1/projects/:id": () => ({ revision: 1, name: "x" }),
  "PATCH /api/v1/environments/:id": () => ({ revision: 1, name: "x" }),
  "PATCH /api/v1/servers/:id": () => ({ revision: 1, name: "x" }),
  "POST /api/v1/servers/:id/host-key": () => ({ fingerprint: `SHA256:${"a".repeat(43)}` }),
  "PATCH /api/v1/destinations/:id": () => ({ revision: 1, name: "x" }),
  "PATCH /api/v1/runners/:id": () => ({ revision: 1, name: "x" }),
  "PATCH /api/v1/sources/:id": () => ({ revision: 1, name: "x" }),
  "POST /api/v1/sources/:id/deploy-key": () => ({}),
  "PATCH /api/v1/applications/:id": () => ({ revision: 1, name: "x" }),
  "POST /api/v1/resources/:id/files": () => ({ text: "x" }),
  "POST /api/v1/applications/:id/files": () => ({ text: "x" }),
  "POST /api/v1/applications/:id/domains": () => ({ host: "new.example.com" }),
  "POST /api/v1/resources/:id/domains": () => ({ host: "new.example.com" }),
  "POST /api/v1/applications/:id/variables": () => ({ key: "NEW", value: "x" }),
  "POST /api/v1/resources/:id/variables": () => ({ key: "NEW", value: "x" }),
  "PUT /api/v1/applications/:id/variables": () => ({ revision: 1, variables: [] }),
  "PUT /api/v1/resources/:id/variables": () => ({ revision: 1, variables: [] }),
  "POST /api/v1/servers/:id/variables": () => ({ key: "NEW", value: "x" }),
  "PUT /api/v1/servers/:id/variables": () => ({ revision: 1, variables: [] }),
  "POST /api/v1/environments/:id/variables": () => ({ key: "NEW", value: "x" }),
  "PUT /api/v1/environments/:id/variables": () => ({ revision: 1, variables: [] }),
  "POST /api/v1/projects/:id/variables": () => ({ key: "NEW", value: "x" }),
  "PUT /api/v1/projects/:id/variables": () => ({ revision: 1, variables: [] }),
  "POST /api/v1/teams/:id/variables": () => ({ key: "NEW", value: "x" }),
  "PUT /api/v1/teams/:id/variables": () => ({ revision: 1, variables: [] }),
  "PUT /api/v1/applications/:id/tags": () => ({ revision: 1, tags: ["stolen"] }),
  "PUT /api/v1/resources/:id/tags": () => ({ revision: 1, tags: ["stolen"] }),
  "POST /api/v1/applications/:id/deployments": () => ({}),
  "POST /api/v1/resources/:id/deployments": () => ({}),
  "POST /api/v1/applications/:id/changes/undo": () => ({ path: "container.port" }),
  "POST /api/v1/resources/:id/changes/undo": () => ({ path: "container.port" }),
  "POST /api/v1/applications/:id/forget": ({ destinations }) => ({ destinationId: destinations }),
  "POST /api/v1/resources/:id/forget": ({ destinations }) => ({ destinationId: destinations }),
  "PATCH /api/v1/domains/:id": () => ({ revision: 1, path: "/x" }),
  "PATCH /api/v1/variables/:id": () => ({ revision: 1, value: "x" }),
  "POST /api/v1/deployments/:id/redeploy": () => ({}),
  "POST /api/v1/volumes/:id/trash": () => ({ name: "x" }),
  "POST /api/v1/volumes": ({ servers }) => ({ serverId: servers, name: "stolen" }),
  "PATCH /api/v1/registries/:id": () => ({ revision: 1, username: "x", password: "x" }),
  "PATCH /api/v1/channels/:id": () => ({ revision: 1, name: "x" }),
  "POST /api/v1/environments": ({ projects }) => ({ projectId: projects, name: "stolen" }),
  "POST /api/v1/destinations": ({ servers }) => ({ serverId: servers, name: "stolen" }),
  "POST /api/v1/servers": ({ runners }) => ({
    kind: "ssh",
    name: "x",
    host: "203.0.113.9",
    user: "root",
    runnerId: runners,
  }),
  "POST /api/v1/sources": ({ runners }) => ({
    name: "x",
    forge: "git",
    auth: "deploy-key",
    deployKeyRunnerId: runners,
  }),
};

/** What a route must be asked with. Both teams have something with that tag. */
const queries: Record<string, string> = { "GET /api/v1/bulk/preview": "?verb=deploy&tag=nightly" };

async function call([name, route]: [string, TableRoute], ids: Record<string, string>, credential: object) {
  const json = bodies[name]?.(ids);
  const path = pathWith(route.path, { key: mine.webhookKey, ...ids }) + (queries[name] ?? "");
  return world.send(path, { method: route.method, ...(json && route.method !== "GET" ? { json } : {}), ...credential });
}

/** An id of the right shape that no row has. */
const nobody = (ids: Record<string, string>) =>
  Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, id.replace(/_.*/, `_${"0".repeat(26)}`)]));

const dump = async (teamId: string) =>
  JSON.stringify(
    await Promise.all(
      Object.values(schema)
        .filter((table) => typeof table === "object" && table !== null && "teamId" in table)
        .map(async (table) => {
          const rows = await world.deps.db.select().from(table as typeof schema.project);
          return rows.filter((row) => row.teamId === teamId);
        }),
    ),
  );

describe("the table of routes", () => {
  test.each(named)("%s declares exactly one policy", (_name, { policies }) => {
    expect(policies).toHaveLength(1);
  });

  const declaredAs = (auth: string) =>
    named.filter(([, route]) => policyOf(route)?.auth === auth).map(([name]) => name);

  test.each([
    ["anyone", "public", forAnyone],
    ["signed-in people for themselves", "signed-in", forThemselves],
    ["the owner of the instance", "instance-owner", forTheInstanceOwner],
    ["runners", "runner", forRunnersOnly],
    ["people of a team", "user", Object.keys(rights)],
  ])("what is open to %s is what the list says", (_name, auth, expected) => {
    expect(declaredAs(auth).toSorted()).toEqual(expected.toSorted());
  });

  test.each(forUsers)("%s declares the verb that the list says", (name, route) => {
    expect(actionOf(route)).toBe(rights[name]?.split(" ")[2]);
  });

  test("a GET looks, and only a value of a variable and what is in a file are more than that", () => {
    const more = forUsers.filter(([, route]) => route.method === "GET" && !actionOf(route).endsWith(".view"));
    expect(more.map(([name]) => name)).toEqual([
      "GET /api/v1/resources/:id/files/:file",
      "GET /api/v1/applications/:id/files/:file",
      "GET /api/v1/variables/:id/value",
    ]);
  });
});

const actionOf = (route: TableRoute) => {
  const policy = policyOf(route);
  return policy?.auth === "user" ? policy.action : "none";
};

describe("without a valid credential", () => {
  test.each(guarded)("%s answers 401, the same for none, garbage and the wrong kind", async (...entry) => {
    const isForRunner = policyOf(entry[1])?.auth === "runner";
    const wrongKind = isForRunner ? mine.tokens.owner : mine.runnerCredential;
    const answers = await Promise.all(
      [{}, { token: "garbage" }, { token: `flu_${"0".repeat(36)}` }, { token: wrongKind }].map((credential) =>
        call(entry, mine.ids, credential),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [401, "auth.required"]));
    expect(new Set(answers.map(({ body }) => body.title)).size).toBe(1);
  });
});

describe("another team", () => {
  test.each(withId)("%s answers like for a row that does not exist and changes nothing", async (...entry) => {
    const before = await dump(theirs.teamId);
    const credential = { token: mine.tokens.owner };
    const foreign = await call(entry, theirs.ids, credential);
    const absent = await call(entry, nobody(theirs.ids), credential);
    expect([foreign.status, foreign.body.code, foreign.body.title]).toEqual([404, absent.body.code, absent.body.title]);
    expect(absent.status).toBe(404);
    expect(await dump(theirs.teamId)).toBe(before);
  });

  test.each(
    forUsers.filter(([name, route]) => !hasId(route) && route.method === "GET" && name !== "GET /api/v1/events"),
  )("%s shows no row of another team", async (...entry) => {
    const { status, text } = await call(entry, mine.ids, { token: mine.tokens.owner });
    expect(status).toBe(200);
    for (const id of Object.values(theirs.ids)) expect(text).not.toContain(id);
  });

  test.each(["POST /api/v1/environments", "POST /api/v1/destinations", "POST /api/v1/servers", "POST /api/v1/sources"])(
    "%s refuses a foreign id in its body and writes nothing",
    async (name) => {
      const before = await dump(theirs.teamId);
      const entry = named.find(([each]) => each === name);
      if (!entry) throw new Error(`There is no route ${name}.`);
      const answer = await call(entry, theirs.ids, { token: mine.tokens.owner });
      expect(answer.status).toBe(404);
      expect(await dump(theirs.teamId)).toBe(before);
    },
  );

  test("an application cannot be put on another team's server, source or environment", async () => {
    const own = {
      environmentId: mine.ids.environments,
      destinationId: mine.ids.destinations,
      name: "stolen",
      build: { kind: "dockerfile" },
      container: { port: 1 },
    };
    const origin = { kind: "git", sourceId: mine.ids.sources, repositoryUrl: "https://github.com/mine/x.git" };
    const attempts = [
      { ...own, origin, environmentId: theirs.ids.environments },
      { ...own, origin, destinationId: theirs.ids.destinations },
      { ...own, origin: { ...origin, sourceId: theirs.ids.sources } },
    ];
    for (const json of attempts) {
      const answer = await world.send("/api/v1/applications", { json, token: mine.tokens.owner });
      expect([answer.status, JSON.stringify(json)]).toEqual([404, JSON.stringify(json)]);
    }
  });
});

/** Each contains the ones before it. */
const roles: readonly Role[] = ["viewer", "member", "admin", "owner"];
const scopes: readonly Scope[] = ["read", "deploy", "write", "admin"];
const neededOf = (name: string) => {
  const [role, scope] = (rights[name] ?? "owner admin").split(" ");
  return { role: roles.findIndex((each) => each === role), scope: scopes.findIndex((each) => each === scope) };
};
/** Ids that exist nowhere: whether the guard lets through is seen, and nothing is changed by it. */
const nowhere = () => ({
  ...nobody(mine.ids),
  teams: mine.teamId.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
});
const withoutStream = forUsers.filter(([name]) => name !== "GET /api/v1/events");

describe.each(roles.map((role, rank) => [role, rank] as const))("a %s", (role, rank) => {
  const refused = forUsers.filter(([name]) => neededOf(name).role > rank);
  const allowed = withoutStream.filter(([name]) => neededOf(name).role <= rank);

  test.each(refused)("is refused by %s", async (...entry) => {
    const answer = await call(entry, mine.ids, { token: mine.tokens[role] });
    expect([answer.status, answer.body.code]).toEqual([403, "auth.forbidden"]);
  });

  test.each(allowed)("gets past the guard of %s", async (...entry) => {
    const answer = await call(entry, nowhere(), { token: mine.tokens[role] });
    expect([401, 403]).not.toContain(answer.status);
    expect(answer.status).toBeLessThan(500);
  });
});

describe.each(scopes.map((scope, rank) => [scope, rank] as const))("an owner's token for %s", (scope, rank) => {
  let token: string;
  beforeAll(async () => {
    const { body } = await world.send("/api/v1/tokens", { json: { name: scope, scope }, token: mine.tokens.owner });
    token = String(body.token);
  });

  test.each(withoutStream)("is judged by what it was made for at %s", async (...entry) => {
    const { status } = await call(entry, nowhere(), { token });
    const isRefused = status === 403;
    expect([isRefused, status < 500]).toEqual([neededOf(entry[0]).scope > rank, true]);
  });
});

test.each(forRunners)("%s refuses a runner whose credential was revoked", async (...entry) => {
  const { body } = await world.send("/api/v1/runners/enrolments", { method: "POST", token: mine.tokens.owner });
  const json = {
    token: body.token,
    name: "gone",
    sshPublicKey: `ssh-ed25519 ${"A".repeat(68)}`,
    version: "1",
    platform: "linux",
  };
  const enrolled = await world.send("/api/v1/runner/enrol", { json });
  const revoke = `/api/v1/runners/${enrolled.body.runner}/revoke`;
  expect((await world.send(revoke, { method: "POST", token: mine.tokens.owner })).status).toBeLessThan(300);
  expect((await call(entry, mine.ids, { token: String(enrolled.body.credential) })).status).toBe(401);
});
