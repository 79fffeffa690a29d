import { createHmac } from "node:crypto";
import { schema } from "@fairlead/db";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiEnv } from "../http/api-env.ts";
import { onError } from "../http/problem.ts";
import { githubHeaders, githubPush, hexHmac, shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { createWebhookLimits } from "./webhook-limits.ts";
import { createWebhookRoutes } from "./webhooks.routes.ts";

let deps: TestDeps;
let world: FlowWorld;
let limits = createWebhookLimits();
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  limits = createWebhookLimits();
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

async function post(key: string, body: BodyInit, headers: Record<string, string>) {
  const app = new Hono<ApiEnv>();
  app.onError(onError);
  app.use(async (c, next) => {
    c.set("deps", deps);
    await next();
  });
  app.route("/webhooks", createWebhookRoutes(limits));
  const answer = await app.request(`/webhooks/${key}`, { method: "POST", body, headers });
  return { status: answer.status, text: await answer.text() };
}
const deliveries = () => deps.db.select().from(schema.delivery);

test("a verified call is stored before it is answered, with no details", async () => {
  const source = await aSource(deps, world);
  const body = githubPush();
  const answer = await post(source.webhookKey, body, await githubHeaders(body, { ...source, id: "delivery-1" }));
  expect(answer).toEqual({ status: 202, text: "" });
  expect(await deliveries()).toMatchObject([{ deliveryKey: "delivery-1", event: "push", body, sourceId: source.id }]);
});

test("a call that cannot be stored is answered so that the forge knows, and can be sent again", async () => {
  const source = await aSource(deps, world);
  const body = githubPush();
  const headers = await githubHeaders(body, { ...source, id: "delivery-1" });
  const { batch } = deps.db.$client;
  deps.db.$client.batch = () => Promise.reject(new Error("the disk is gone"));
  expect((await post(source.webhookKey, body, headers)).status).toBe(500);
  expect(await deliveries()).toEqual([]);
  deps.db.$client.batch = batch;
  expect((await post(source.webhookKey, body, headers)).status).toBe(202);
  expect(await deliveries()).toHaveLength(1);
});

test("the same delivery ten times at once and again later is one row", async () => {
  const source = await aSource(deps, world);
  const body = githubPush();
  const headers = await githubHeaders(body, { ...source, id: "delivery-1" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(source.webhookKey, body, headers)));
  deps.clock.advance(3 * 24 * 60 * 60_000);
  answers.push(await post(source.webhookKey, body, headers));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(await deliveries()).toHaveLength(1);
});

test("one that deployed nothing is decided anew when it is sent again, and one that deployed is not", async () => {
  const source = await aSource(deps, world);
  const body = githubPush();
  const headers = await githubHeaders(body, { ...source, id: "delivery-1" });
  deps.egress = aFakeForge({ "https://forge.test/ada/shop.git main": shaOf("b") }).egress;
  const send = async () => {
    await post(source.webhookKey, body, headers);
    await deps.settle();
    return (await deliveries())[0]?.state;
  };
  expect(await send()).toBe("ignored");
  await anApplication(deps, world, { sourceId: source.id });
  expect(await send()).toBe("deployed");
  const decided = await deliveries();
  deps.clock.advance(1_000);
  expect(await send()).toBe("deployed");
  expect(await deliveries()).toEqual(decided);
  expect(await deps.db.select().from(schema.deployment)).toHaveLength(1);
});

describe("GitHub", () => {
  test.each([
    ["no signature", { "x-hub-signature-256": undefined }],
    ["SHA-1 only", { "x-hub-signature-256": undefined, "x-hub-signature": `sha1=${"a".repeat(40)}` }],
    ["another algorithm's name", { "x-hub-signature-256": (real: string) => real.replace("sha256=", "sha1=") }],
    ["upper-case hex", { "x-hub-signature-256": (real: string) => real.toUpperCase().replace("SHA256", "sha256") }],
    ["half of it", { "x-hub-signature-256": (real: string) => real.slice(0, 40) }],
    ["no hex", { "x-hub-signature-256": () => `sha256=${"zz".repeat(32)}` }],
    ["it twice", { "x-hub-signature-256": (real: string) => `${real}, ${real}` }],
    ["an empty one", { "x-hub-signature-256": () => "" }],
  ])("a call with %s is refused before anything is read", async (_, bent) => {
    const source = await aSource(deps, world);
    const body = githubPush();
    const real = await githubHeaders(body, source);
    const headers = Object.entries({ ...real, ...bent }).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, typeof value === "function" ? value(real["x-hub-signature-256"]) : value]];
    });
    const answer = await post(source.webhookKey, body, Object.fromEntries(headers));
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain("shop");
    expect(await deliveries()).toEqual([]);
  });

  test("one altered byte of the body is refused", async () => {
    const source = await aSource(deps, world);
    const body = githubPush();
    const headers = await githubHeaders(body, source);
    expect((await post(source.webhookKey, body.replace("main", "mainx"), headers)).status).toBe(401);
  });

  test("a signature with another source's secret is refused", async () => {
    const source = await aSource(deps, world, { secret: "mine" });
    const body = githubPush();
    expect((await post(source.webhookKey, body, await githubHeaders(body, { secret: "theirs" }))).status).toBe(401);
  });
});

test("an address nobody has is answered like a wrong signature", async () => {
  const source = await aSource(deps, world);
  const body = githubPush();
  const headers = await githubHeaders(body, source);
  const unknown = await post("A".repeat(33), body, headers);
  const wrong = await post(source.webhookKey, `${body} `, headers);
  expect(unknown.status).toBe(401);
  expect(JSON.parse(unknown.text).code).toBe(JSON.parse(wrong.text).code);
  expect((await post("..%2f..", body, headers)).status).toBe(401);
});

test("an empty secret lets nobody in", async () => {
  const source = await aSource(deps, world, { secret: "" });
  const body = githubPush();
  const headers = { "x-hub-signature-256": `sha256=${hexHmac("", body)}`, "x-github-event": "push" };
  expect((await post(source.webhookKey, body, headers)).status).toBe(401);
});

test("the secret before a rotation is accepted for its overlap and not longer", async () => {
  const source = await aSource(deps, world, { secret: "new" });
  const place = { table: "source", column: "previous_webhook_secret", row: source.id, team: world.teamId };
  const previousWebhookSecret = await deps.secrets.seal(world.wrappedKey, place, "old");
  await deps.db.update(schema.source).set({ previousWebhookSecret, previousSecretEndsAt: deps.clock.now() + 1_000 });
  const body = githubPush();
  const headers = await githubHeaders(body, { secret: "old" });
  expect((await post(source.webhookKey, body, headers)).status).toBe(202);
  deps.clock.advance(1_001);
  expect((await post(source.webhookKey, body, headers)).status).toBe(401);
});

describe("GitLab", () => {
  const body = JSON.stringify({ object_kind: "push" });
  const send = (key: string, headers: Record<string, string>) =>
    post(key, body, { "x-gitlab-event": "Push Hook", "idempotency-key": "one", ...headers });
  const signed = (given: { secret: string; at?: number; id?: string }) => {
    const at = String(Math.floor((given.at ?? deps.clock.now()) / 1_000));
    const key = Buffer.from(given.secret.replace("whsec_", ""), "base64");
    const mac = createHmac("sha256", key)
      .update(`${given.id ?? "msg_1"}.${at}.${body}`)
      .digest("base64");
    return { "webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": `v1,${"A".repeat(43)}= v1,${mac}` };
  };
  const secret = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;

  test("the plain token is taken, a wrong or missing one is not", async () => {
    const { webhookKey } = await aSource(deps, world, { forge: "gitlab", secret: "token" });
    expect((await send(webhookKey, { "x-gitlab-token": "token" })).status).toBe(202);
    expect((await send(webhookKey, { "x-gitlab-token": "tokem" })).status).toBe(401);
    expect((await send(webhookKey, {})).status).toBe(401);
  });

  test("a signed call is judged by its signature, not by the token beside it", async () => {
    const { webhookKey } = await aSource(deps, world, { forge: "gitlab", secret });
    expect((await send(webhookKey, signed({ secret }))).status).toBe(202);
    const forged = { ...signed({ secret, id: "msg_2" }), "x-gitlab-token": secret };
    expect((await send(webhookKey, forged)).status).toBe(401);
  });

  test("a signature older than five minutes is refused", async () => {
    const { webhookKey } = await aSource(deps, world, { forge: "gitlab", secret });
    const at = deps.clock.now() - 301_000;
    expect((await send(webhookKey, signed({ secret, at }))).status).toBe(401);
  });
});

test.each([
  ["bitbucket", "x-hub-signature", "sha256="],
  ["gitea", "x-gitea-signature", ""],
  ["gitea", "x-forgejo-signature", ""],
  ["git", "x-fairlead-signature", "sha256="],
] as const)("%s signs with %s", async (forge, header, prefix) => {
  const { webhookKey, secret } = await aSource(deps, world, { forge });
  const body = new Uint8Array([0x7b, 0x7d, 0xff, 0xfe]);
  const mac = hexHmac(secret, body);
  expect((await post(webhookKey, body, { [header]: `${prefix}${mac}` })).status).toBe(202);
  expect((await post(webhookKey, body, { [header]: mac.toUpperCase() })).status).toBe(401);
  expect((await post(webhookKey, body, { [header]: `${prefix}${hexHmac("other", body)}` })).status).toBe(401);
  expect((await post(webhookKey, body, {})).status).toBe(401);
});

test("a body of more than 5 MiB is refused unread", async () => {
  const source = await aSource(deps, world);
  const body = "x".repeat(5 * 1024 * 1024 + 1);
  expect((await post(source.webhookKey, body, await githubHeaders(body, source))).status).toBe(413);
});

test("a flood from one source is slowed down while another is served", async () => {
  limits = createWebhookLimits({ perSecond: 1, burst: 3 });
  const [loud, quiet] = [await aSource(deps, world), await aSource(deps, world)];
  const body = githubPush();
  const headers = await githubHeaders(body, loud);
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await post(loud.webhookKey, body, headers)).status);
  expect(statuses).toEqual([202, 202, 202, 429, 429]);
  expect((await post(quiet.webhookKey, body, headers)).status).toBe(202);
  deps.clock.advance(1_000);
  expect((await post(loud.webhookKey, body, headers)).status).toBe(202);
});

test("wrong signatures are told to the audit log once a minute and then slowed down", async () => {
  limits = createWebhookLimits({ refusalsPerMinute: 3 });
  const source = await aSource(deps, world);
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await post(source.webhookKey, "{}", {})).status);
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  const rows = await deps.db.select().from(schema.audit);
  expect(rows.filter((row) => row.action === "webhook.refused")).toHaveLength(1);
});
