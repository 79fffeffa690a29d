import { schema } from "@fairlead/db";
import { usualHealth } from "@fairlead/runner/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newApiToken } from "../../api/src/people/tokens/new-api-token.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../api/src/testing/flow.ts";
import { aRunnerClient, leaseOf } from "../../api/src/testing/runner.ts";
import { type TestApp, testApp } from "../../api/src/testing/test-app.ts";
import { whatARunnerDoes } from "./a-runner.ts";
import { withValue } from "./leaves.ts";
import { commands, paths } from "./strings.ts";
import { isTripped } from "./tripwire.ts";

// Somebody writes into the database past the API. What comes of it is a failed deployment that names the field, and nothing else.

type Application = Partial<typeof schema.application.$inferInsert>;

let world: TestApp;
let flow: FlowWorld;
let token: string;
beforeEach(async () => {
  world = await testApp();
  flow = await aFlowWorld(world.deps);
  const { teamId, userId } = flow.actor;
  const made = await newApiToken(world.deps, { teamId, userId, name: "test", scope: "admin", expiresInDays: 1 });
  await made.statement;
  token = made.token;
});
afterEach(() => world?.deps.dispose());

const json = {};
const health = { ...usualHealth, successes: 1 };
const start = (applicationId: string) =>
  world.send(`/api/v1/applications/${applicationId}/deployments`, { json, token });
const view = async (id: unknown) => (await world.send(`/api/v1/deployments/${id}`, { token })).body;
const dockerfile = {
  kind: "dockerfile",
  context: ".",
  dockerfile: "Dockerfile",
  target: null,
  noCache: false,
} as const;
const image = { repositoryUrl: null, repository: null, branch: null, build: { kind: "image" } } as const;

test.each<[string, string, Application]>([
  ["a repository URL", "source.url", { repositoryUrl: commands["ext transport"] }],
  ["a user in a repository URL", "source.url", { repositoryUrl: commands["proxy command as a user"] }],
  ["a branch", "source.ref", { branch: commands["upload pack"] }],
  ["an image", "source.image", { ...image, image: commands.substitution }],
])("%s planted in an application is not deployed, under the name of the field", async (_what, path, planted) => {
  const answer = await start(await anApplication(world.deps, flow, planted));
  expect([answer.status, answer.body.code]).toEqual([409, "resource.not_deployable"]);
  expect(answer.body.title).toContain(path);
});

test.each([
  ["spec.build.dockerfile", paths.parents],
  ["spec.build.context", paths.absolute],
  ["spec.source.url", commands["proxy command as a host"]],
  ["spec.health.path", "/\r\nHost: evil.test"],
])("a frozen %s that was planted fails its deployment and holds back no other", async (path, text) => {
  const applicationId = await anApplication(world.deps, flow, { build: dockerfile, health });
  const runner = aRunnerClient(world.deps, flow);
  const planted = await start(applicationId);
  const [row] = await world.deps.db.select().from(schema.deployment);
  if (!row) throw new Error("There is no deployment.");
  await world.deps.db.update(schema.deployment).set(withValue({ spec: row.spec }, { path, value: text }));
  const next = await start(await anApplication(world.deps, flow));
  const claim = await runner.claim();
  expect(claim?.payload).toMatchObject({ kind: "deploy", spec: { deployment: next.body.id } });
  expect(await view(planted.body.id)).toMatchObject({ status: "failed", cause: { class: "invalid-spec" } });
  expect((await world.send("/api/v1/deployments", { token })).status).toBe(200);
});

test.each([
  ["payload.target.host", { host: commands["proxy command"], user: "root" }],
  ["payload.target.user", { host: "web.example.com", user: commands.semicolon }],
])("a planted %s reaches the runner, which refuses it before any effect", async (path, planted) => {
  const reachable = { kind: "ssh" as const, port: 22, hostKey: "ssh-ed25519 AAAA" };
  await world.deps.db.update(schema.server).set({ ...reachable, ...planted });
  const runner = aRunnerClient(world.deps, flow);
  const started = await start(await anApplication(world.deps, flow));
  const claim = await runner.claim();
  const lease = leaseOf(claim);
  const { isBegun, outcome } = await whatARunnerDoes({ lease, payload: claim?.payload, secrets: claim?.secrets });
  if (outcome) await runner.finish(lease, outcome);
  expect(isBegun).toBe(false);
  expect(await view(started.body.id)).toMatchObject({
    status: "failed",
    cause: { class: "invalid-spec", evidence: [path] },
  });
});

test("nothing was run", () => expect(isTripped()).toBe(false));
