import { schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runBatch } from "./kit/write/run-batch.ts";
import { updateServer } from "./places/servers/update-server.ts";
import { enqueueDeployment } from "./releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "./testing/flow.ts";
import { revisionOf } from "./testing/revision-of.ts";
import { aRunnerClient, deployed, failed, leaseOf } from "./testing/runner.ts";
import { claimedApp } from "./testing/test-app.ts";
import { insertJob, newJob } from "./work/jobs/new-job.ts";
import { createChannel } from "./work/notifications/create-channel.ts";
import { notificationStatements, sendDue } from "./work/notifications/notify.ts";

let app: Awaited<ReturnType<typeof claimedApp>>;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
const errors: string[] = [];
beforeEach(async () => {
  app = await claimedApp();
  errors.splice(0);
  app.deps.log.error = (message) => void errors.push(message);
  world = await aFlowWorld(app.deps);
  runner = aRunnerClient(app.deps, world);
});
afterEach(() => app.deps.dispose());

const db = () => app.deps.db;
const damage = (table: string, column: string, text = "{ no JSON") =>
  db().run(sql`UPDATE ${sql.identifier(table)} SET ${sql.identifier(column)} = ${text}`);
const deploy = (applicationId: string) =>
  enqueueDeployment(app.deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
const order = (
  kind: "stop" | "remove" | "reconcile" | "check-server" | "sync-routes" | "read-head",
  applicationId?: string,
) =>
  runBatch(db(), [
    insertJob(
      db(),
      newJob(app.deps, {
        kind,
        teamId: world.teamId,
        runnerId: world.runnerId,
        serverId: world.serverId,
        ...(applicationId ? { resourceId: applicationId } : {}),
      }),
    ),
  ]);
const jobs = () => db().select().from(schema.job).orderBy(schema.job.id);
const causeOf = async (id: string) => {
  const { id: key, cause } = schema.deployment;
  const [row] = await db().select({ cause }).from(schema.deployment).where(eq(key, id));
  return row?.cause;
};

describe("a job whose row is damaged ends with what is damaged, and the job behind it is given out", () => {
  test.each<[string, string, string, { token?: string; registry?: boolean }, RegExp, RegExp]>([
    ["deployment", "variables", "damaged", {}, /stored set of variables/, /Deploy again/],
    ["deployment", "variables", "v1.k1.AAAA.AAAA", {}, /stored set of variables/, /Deploy again/],
    ["deployment", "spec", "{ no JSON", {}, /stored spec is damaged/, /Deploy again/],
    ["source", "token", "damaged", { token: "secret" }, /stored token of the source/, /page of the source/],
    ["server", "probe_secret", "damaged", {}, /probe secret/, /Save the server's settings/],
  ])("%s.%s as %s", async (table, column, text, given, sentence, nextAction) => {
    const { id: sourceId } = await aSource(app.deps, world, given.token ? { plainToken: given.token } : {});
    const { id } = await deploy(await anApplication(app.deps, world, { sourceId }));
    await damage(table, column, text);
    app.deps.clock.advance(1);
    await order("check-server");
    expect((await runner.claim())?.payload.kind).toBe("check-server");
    const cause = await causeOf(id);
    expect(cause?.sentence).toMatch(sentence);
    expect(cause?.nextAction).toMatch(nextAction);
  });

  test("a token that does not open ends the look at a branch", async () => {
    const { id: sourceId } = await aSource(app.deps, world, { plainToken: "secret" });
    await order("read-head", await anApplication(app.deps, world, { sourceId }));
    await damage("source", "token", "damaged");
    app.deps.clock.advance(1);
    await order("check-server");
    expect((await runner.claim())?.payload.kind).toBe("check-server");
    expect((await jobs()).map(({ state }) => state)).toEqual(["failed", "running"]);
  });

  test("damaged container settings end a stop, and nothing else", async () => {
    const application = await anApplication(app.deps, world);
    await damage("application", "container");
    await order("stop", application);
    app.deps.clock.advance(1);
    await order("check-server");
    expect((await runner.claim())?.payload.kind).toBe("check-server");
    expect((await jobs()).map(({ state }) => state)).toEqual(["failed", "running"]);
  });
});

test("a check, a deployment and the routes do not care what the last check found", async () => {
  const { id } = await deploy(await anApplication(app.deps, world));
  for (const column of ["checks", "facts", "check_cause", "routes_cause"]) await damage("server", column);
  const answer = await runner.claim();
  expect(answer?.payload.kind).toBe("deploy");
  await runner.finish(leaseOf(answer), deployed());
  expect((await db().select({ status: schema.deployment.status }).from(schema.deployment))[0]?.status).toBe(
    "succeeded",
  );
  expect(id).toBeDefined();
});

test("damaged settings of one application leave the routes as they are", async () => {
  const [good, bad] = [await anApplication(app.deps, world), await anApplication(app.deps, world)];
  for (const [applicationId, host] of [
    [good, "good.test"],
    [bad, "bad.test"],
  ] as const)
    await db()
      .insert(schema.domain)
      .values({
        id: app.deps.ids.next("domain"),
        teamId: world.teamId,
        resourceId: applicationId,
        host,
        path: "/",
        scheme: "https",
        createdAt: 1,
      });
  await db().run(sql`UPDATE application SET container = '{ no JSON' WHERE id = ${bad}`);
  await order("sync-routes");
  const { payload } = (await runner.claim()) ?? {};
  const routed =
    payload?.kind === "sync-routes" ? payload.routes.applications.map(({ application }) => application) : [];
  // The port stands beside the settings, so that the damaged one is served as before.
  expect(routed).toEqual([good, bad]);
});

test("saving a server's settings makes a probe secret that does not open anew", async () => {
  await damage("server", "probe_secret", "damaged");
  await updateServer(app.deps, world.actor, {
    id: world.serverId,
    set: { revision: await revisionOf(app.deps.db, "server", world.serverId), name: "web-2" },
  });
  const claimed = await runner.claim();
  expect(claimed?.payload.kind).toBe("sync-routes");
});

describe("a list shows the damaged row as damaged, and the others as they are", () => {
  const get = async (path: string) => {
    const { status, body } = await app.send(`/api/v1${path}`, { token: app.token });
    return { status, items: (body.items ?? []) as Record<string, unknown>[] };
  };
  /** The instance's owner looks at what the flow made: it is moved into the owner's team. */
  const adopt = async () => {
    for (const table of [
      "server",
      "runner",
      "destination",
      "application",
      "environment",
      "project",
      "deployment",
      "job",
      "source",
    ])
      await db().run(sql`UPDATE ${sql.identifier(table)} SET team_id = ${app.teamId} WHERE team_id = ${world.teamId}`);
  };

  test.each(["checks", "facts", "check_cause"])("servers with %s", async (column) => {
    await adopt();
    await damage("server", column);
    const { status, items } = await get("/servers");
    expect(status).toBe(200);
    expect(items).toMatchObject([
      {
        name: "web-1",
        checkCause: {
          sentence: expect.stringContaining("damaged"),
          nextAction: expect.stringContaining("Check the server again"),
        },
      },
    ]);
  });

  test("deployments, whatever of them is damaged", async () => {
    const application = await anApplication(app.deps, world);
    for (let i = 0; i < 2; i++) {
      await deploy(application);
      await runner.finish(leaseOf(await runner.claim()), failed());
    }
    await adopt();
    await db().run(sql`UPDATE deployment SET cause = '{ no JSON', live_at = 1, spec = '{' WHERE number = 1`);
    const { status, items } = await get("/deployments");
    expect(status).toBe(200);
    expect(items.map(({ cause }) => cause)).toMatchObject([
      { sentence: "The build broke." },
      { sentence: expect.stringContaining("damaged") },
    ]);
  });

  test("channels, alerts and audit entries", async () => {
    const actor = { ...world.actor, teamId: app.teamId };
    const settings = { kind: "discord", url: "https://discord.com/api/webhooks/1/x" } as const;
    const made: string[] = [];
    for (const name of ["sealed", "listed", "sound"])
      made.push(
        (await createChannel(app.deps, actor, { name, settings, events: ["deployment.failed"], isEnabled: true }))
          .channel.id,
      );
    await db().run(sql`UPDATE channel SET settings = 'v1.k1.AA.AA' WHERE name = 'sealed'`);
    await db().run(sql`UPDATE channel SET events = '[' WHERE name = 'listed'`);
    await db().run(sql`UPDATE audit SET detail = '{' WHERE action = 'channel.create'`);
    const channels = await get("/channels");
    expect(channels.items.toReversed()).toMatchObject([
      { name: "sealed", lastError: expect.stringContaining("Enter them again") },
      { name: "listed", lastError: expect.stringContaining("Choose them again") },
      { name: "sound", lastError: null },
    ]);
    expect((await get("/audit")).items[0]).toMatchObject({ detail: { damaged: true } });
    const content = { title: "t", sentence: "s", facts: [], evidence: [], nextAction: null, path: null, ids: {} };
    const event = "deployment.failed" as const;
    await runBatch(
      db(),
      await notificationStatements(app.deps, { teamId: app.teamId, event, subjectId: "1", content }),
    );
    await sendDue(app.deps);
    const rows = await db().select().from(schema.notification);
    expect(rows.find(({ channelId }) => channelId === made[0])).toMatchObject({
      state: "failed",
      lastError: expect.stringContaining("damaged"),
    });
    expect(rows.map(({ channelId }) => channelId).toSorted()).toEqual([made[0], made[2]].toSorted());
    await damage("notification", "content");
    expect((await get(`/channels/${made[2]}/notifications`)).items).toMatchObject([
      { title: expect.stringContaining("damaged") },
    ]);
  });

  test("variables, and a deployment names the one that is damaged", async () => {
    const application = await anApplication(app.deps, world);
    const box = (id: string, value: string) =>
      app.deps.secrets.seal(
        world.wrappedKey,
        { table: "variable", column: "value", row: id, team: world.teamId },
        value,
      );
    for (const key of ["GOOD", "BAD"]) {
      const id = app.deps.ids.next("variable");
      const value = key === "GOOD" ? await box(id, "1") : "damaged";
      await db().insert(schema.variable).values({
        id,
        teamId: world.teamId,
        resourceId: application,
        key,
        value,
        scope: "runtime",
        isSecret: false,
        createdAt: 1,
        updatedAt: 1,
      });
    }
    await expect(deploy(application)).rejects.toMatchObject({
      code: "variable.damaged",
      message: expect.stringContaining("BAD"),
    });
  });
});

describe.each([
  ["container", "container", { container: { port: 4000 } }, { container: { port: 4000, stopGraceSeconds: 10 } }],
  [
    "build",
    "build",
    { build: { kind: "dockerfile", context: "web" } },
    { build: { kind: "dockerfile", context: "web" } },
  ],
  ["health", "health", { health: { path: "/up" } }, { health: { path: "/up", successes: 2 } }],
  [
    "watch_paths",
    "watch paths",
    { origin: { kind: "git", repositoryUrl: "https://forge.test/ada/shop.git", watchPaths: ["src/**"] } },
    { origin: { watchPaths: ["src/**"] } },
  ],
])("an application whose %s is damaged", (column, name, change, after) => {
  let path: string;
  beforeEach(async () => {
    const application = await anApplication(app.deps, world);
    for (const table of ["resource", "application", "destination", "server", "runner", "environment", "project"])
      await db().run(sql`UPDATE ${sql.identifier(table)} SET team_id = ${app.teamId}`);
    await damage("application", column);
    path = `/api/v1/applications/${application}`;
  });
  const ask = (method: string, json?: object) =>
    app.send(path, { method, token: app.token, ...(json ? { json } : {}) });

  test("is shown with the name of what is damaged, and mended by saving that", async () => {
    const shown = await ask("GET");
    expect([shown.status, shown.body.damaged]).toEqual([200, [name]]);
    const saved = await ask("PATCH", { revision: shown.body.revision, ...change });
    expect(saved.status, saved.text).toBe(200);
    expect((await ask("GET")).body).toMatchObject({ damaged: [], ...after });
  });

  test("is renamed and deleted like any other", async () => {
    const { revision } = (await ask("GET")).body;
    expect((await ask("PATCH", { revision, name: "renamed" })).status).toBe(200);
    expect((await ask("DELETE")).status).toBe(202);
  });
});

test("a deployment with damaged settings is refused by their name, not as a fault of ours", async () => {
  const application = await anApplication(app.deps, world);
  await damage("application", "container");
  await expect(deploy(application)).rejects.toThrow("The stored container is damaged");
});
