import { readFileSync } from "node:fs";
import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LimitKind, limitKinds, limitRules, usualLimits } from "../../rules/limits.ts";
import { aFullTeam, type FullTeam } from "../../testing/full-team.ts";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";
import { readLimits, writeLimit } from "./limits.store.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

const limit = async (kind: LimitKind, value: number) => {
  await writeLimit(world.deps.db, { kind, value, now: world.deps.clock.now() });
};
const project = (name: string) => world.send("/api/v1/projects", { json: { name }, token: world.token });

describe("a limit of a team", () => {
  test("refuses what goes beyond it with the limit, what is used and what to do, and writes nothing", async () => {
    await limit("projects", 2);
    for (const name of ["One", "Two"]) expect((await project(name)).status).toBe(201);
    const { status, body } = await project("Three");
    expect([status, body.code]).toEqual([409, "limit.projects"]);
    expect(body.title).toBe(
      "This team has 2 of at most 2 projects. Delete a project that is not needed, or ask the owner of this instance to raise the limit projects.",
    );
    const { db } = world.deps;
    expect(await db.select().from(schema.project)).toHaveLength(2);
    expect((await db.query.audit.findMany()).filter(({ action }) => action === "project.create")).toHaveLength(2);
  });

  test("holds for twenty that come at the same moment", async () => {
    await limit("projects", 5);
    const { app, deps } = world;
    const ask = (name: string) =>
      app.fetch(
        new Request(`${deps.config.url}/api/v1/projects`, {
          method: "POST",
          body: JSON.stringify({ name }),
          headers: { "Content-Type": "application/json", Authorization: `Bearer ${world.token}` },
        }),
        { deps, client: { ip: null, userAgent: null } },
      );
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`project ${index}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(201), ...Array(15).fill(409)]);
    expect(await deps.db.select().from(schema.project)).toHaveLength(5);
  });

  test("counts again what was deleted", async () => {
    await limit("projects", 1);
    const { body } = await project("One");
    expect((await project("Two")).status).toBe(409);
    await world.send(`/api/v1/projects/${body.id}`, { method: "DELETE", token: world.token });
    expect((await project("Two")).status).toBe(201);
  });
});

test("a person owns so many teams and no more", async () => {
  await limit("teams", 3);
  const cookie = await signedIn(world, owner);
  const make = (name: string) => world.send("/api/v1/teams", { json: { name }, cookie });
  const codes = [];
  for (const name of ["b", "c", "d", "e"]) codes.push((await make(name)).body.code);
  expect(codes).toEqual([undefined, undefined, "limit.teams", "limit.teams"]);
  expect(await world.deps.db.select().from(schema.team)).toHaveLength(3);
});

describe("every kind of row that people make one by one is limited", () => {
  let team: FullTeam;
  beforeEach(async () => {
    team = await aFullTeam(world, "mine");
  });
  const json: [LimitKind, string, (team: FullTeam) => object][] = [
    ["environments", "environments", ({ ids }) => ({ projectId: ids.projects, name: "more" })],
    ["sources", "sources", () => ({ name: "more", forge: "github", auth: "none" })],
    ["registries", "registries", () => ({ address: "more.example.com", username: "robot", password: "x" })],
    [
      "channels",
      "channels",
      () => ({ name: "more", settings: { kind: "webhook", url: "https://hooks.example.com/x" } }),
    ],
    ["tokens", "tokens", () => ({ name: "more", scope: "read" })],
    ["members", "invitations", () => ({ email: "more@fairlead.test", role: "viewer" })],
    ["enrolments", "runners/enrolments", () => ({})],
  ];
  test.each(json)("%s", async (kind, path, body) => {
    await limit(kind, 1);
    const ask = () => world.send(`/api/v1/${path}`, { json: body(team), token: team.tokens.owner });
    await ask();
    const refused = await ask();
    expect([refused.status, refused.body.code]).toEqual([409, `limit.${kind}`]);
    expect(String(refused.body.title)).toContain("of at most 1");
  });

  test("variables, by what they hold together", async () => {
    await limit("variableMiB", 1);
    const { db, ids } = world.deps;
    const [shop] = await db.select().from(schema.resource);
    if (!shop) throw new Error("The team has an application.");
    const other = { ...shop, id: ids.next("application"), name: "other" };
    await db.insert(schema.resource).values(other);
    const stamps = { teamId: team.teamId, createdAt: 1, updatedAt: 1, isSecret: false };
    const held = {
      ...stamps,
      resourceId: other.id,
      key: "HELD",
      scope: "runtime",
      value: "x".repeat(600_000),
    } as const;
    await db.insert(schema.variable).values({ ...held, id: ids.next("variable") });
    const put = (key: string) =>
      world.send(`/api/v1/applications/${team.ids.applications}/variables`, {
        json: { key, value: "x".repeat(60_000), scope: "runtime", isSecret: false },
        token: team.tokens.owner,
      });
    const codes = new Set<unknown>();
    for (let index = 0; index < 18; index++) codes.add((await put(`V${index}`)).body.code);
    expect([...codes]).toContain("limit.variableMiB");
  });
});

describe("the instance's owner", () => {
  const patch = (limits: object) =>
    world.send("/api/v1/instance", { method: "PATCH", json: { revision: 1, limits }, token: world.token });

  test("sees each limit with its title and sets some of them", async () => {
    const { body } = await world.send("/api/v1/instance", { token: world.token });
    expect(body.limits).toContainEqual({ kind: "projects", title: "Projects", of: "team", value: 200, usual: 200 });
    expect((await patch({ projects: 300, teams: 1 })).status).toBe(200);
    expect(await readLimits(world.deps.db)).toEqual({ ...usualLimits, projects: 300, teams: 1 });
  });

  test.each([0, -1, 1.5, 1e9, "many"])("cannot set one to %s", async (value) => {
    const { status, body } = await patch({ projects: value });
    expect([status, (body.errors as { path: string }[])[0]?.path]).toEqual([400, "limits.projects"]);
  });

  test("and nobody else", async () => {
    const { body } = await world.send("/api/v1/tokens", { json: { name: "w", scope: "write" }, token: world.token });
    const sent = { method: "PATCH", json: { revision: 1, limits: { projects: 300 } }, token: String(body.token) };
    expect((await world.send("/api/v1/instance", sent)).status).toBe(403);
  });
});

test("a limit that cannot be read is as usual", async () => {
  await world.deps.db.insert(schema.instanceSetting).values({ key: "limit.projects", value: "lots", updatedAt: 1 });
  expect(await readLimits(world.deps.db)).toEqual(usualLimits);
});

test("the guide lists every limit as the program has it", () => {
  const lines = limitKinds.map((kind) => {
    const { title, of, usual } = limitRules[kind];
    return `| \`${kind}\` | ${title} | ${of} | ${usual.toLocaleString("en")} |`;
  });
  const guide = readFileSync(new URL("../../../../docs/limits.md", import.meta.url), "utf8");
  expect(guide).toContain(lines.join("\n"));
});
