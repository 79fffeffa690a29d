import { createHmac } from "node:crypto";
import { schema } from "@fairlead/db";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { onError } from "../kit/http/problem.ts";
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

describe("a large payload", () => {
  const MiB = 1024 * 1024;
  /** A push with so many bytes beside what is read. */
  const aPush = (bytes: number) => `{"noise":"${"x".repeat(bytes)}",${githubPush().slice(1)}`;
  const hexHeaders = (body: string, secret: string) => ({
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": "large",
    "x-hub-signature-256": `sha256=${hexHmac(secret, body)}`,
  });

  test.each([6, 24.9])("of %s MiB is taken, and kept without what no decision needs", async (size) => {
    const source = await aSource(deps, world);
    await anApplication(deps, world, { sourceId: source.id });
    const body = aPush(size * MiB);
    expect(await post(source.webhookKey, body, hexHeaders(body, source.secret))).toEqual({ status: 202, text: "" });
    await deps.settle();
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ deliveryKey: "large", state: "deployed" });
    expect(delivery?.body.length).toBeLessThan(2_000);
  });

  test("is refused when one byte of it is another, the last as well as the first", async () => {
    const source = await aSource(deps, world);
    const body = aPush(6 * MiB);
    const headers = hexHeaders(body, source.secret);
    expect((await post(source.webhookKey, `${body} `, headers)).status).toBe(401);
    expect((await post(source.webhookKey, body.replace("noise", "noisf"), headers)).status).toBe(401);
    expect((await post(source.webhookKey, body, { ...headers, "x-hub-signature-256": "" })).status).toBe(401);
    expect(await deliveries()).toEqual([]);
  });

  test("may be signed with the secret before a rotation", async () => {
    const source = await aSource(deps, world, { secret: "new" });
    const place = { table: "source", column: "previous_webhook_secret", row: source.id, team: world.teamId };
    const previousWebhookSecret = await deps.secrets.seal(world.wrappedKey, place, "old");
    await deps.db.update(schema.source).set({ previousWebhookSecret, previousSecretEndsAt: deps.clock.now() + 1_000 });
    const body = aPush(6 * MiB);
    expect((await post(source.webhookKey, body, hexHeaders(body, "old"))).status).toBe(202);
  });

  test.each([
    ["bitbucket", "x-hub-signature", "sha256="],
    ["gitea", "x-gitea-signature", ""],
    ["git", "x-fairlead-signature", "sha256="],
  ] as const)("of %s is proven by its own header", async (forge, header, prefix) => {
    const { webhookKey, secret } = await aSource(deps, world, { forge });
    const body = aPush(6 * MiB);
    expect((await post(webhookKey, body, { [header]: `${prefix}${hexHmac(secret, body)}` })).status).toBe(202);
    expect((await post(webhookKey, body, { [header]: `${prefix}${hexHmac("other", body)}` })).status).toBe(401);
  });

  test("of GitLab is proven by its token, or by a signature over its id, time and body", async () => {
    const secret = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;
    const { webhookKey } = await aSource(deps, world, { forge: "gitlab", secret });
    const body = aPush(6 * MiB);
    const at = String(Math.floor(deps.clock.now() / 1_000));
    const mac = createHmac("sha256", "k".repeat(32)).update(`msg_1.${at}.${body}`).digest("base64");
    const signed = { "webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": `v1,${mac}` };
    expect((await post(webhookKey, body, signed)).status).toBe(202);
    expect((await post(webhookKey, body, { ...signed, "webhook-id": "msg_2" })).status).toBe(401);
    expect((await post(webhookKey, body, { "x-gitlab-token": secret })).status).toBe(202);
    expect((await post(webhookKey, body, { "x-gitlab-token": "other" })).status).toBe(401);
  });

  test("of more than 25 MiB is refused, whether it tells its length or not", async () => {
    const source = await aSource(deps, world);
    const body = aPush(25 * MiB);
    const headers = hexHeaders(body, source.secret);
    expect((await post(source.webhookKey, body, headers)).status).toBe(413);
    expect((await post(source.webhookKey, "{}", { ...headers, "content-length": String(26 * MiB) })).status).toBe(413);
  });

  test("that is a form is refused with what to change", async () => {
    const source = await aSource(deps, world);
    const body = `payload=${"x".repeat(6 * MiB)}`;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await post(source.webhookKey, body, { ...hexHeaders(body, source.secret), ...type });
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining("application/json")]);
  });

  test("waits while a few others are taken, and is taken after them", async () => {
    limits = createWebhookLimits({ largeAtOnce: 1 });
    const source = await aSource(deps, world);
    const body = aPush(MiB);
    const send = (id: string) =>
      post(source.webhookKey, body, { ...hexHeaders(body, source.secret), "x-github-delivery": id });
    const answers = await Promise.all(["one", "two", "three"].map(send));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const leave = await limits.large.enter();
    leave();
    leave();
    await limits.large.enter();
  });
});

describe("what was refused is told at the source", () => {
  const refusalOf = async () => {
    const [row] = await deps.db.select().from(schema.source);
    return row && { reason: row.refusedFor, count: row.refusedCount, at: row.refusedAt, revision: row.revision };
  };

  test("with reason, time and count, written once a minute", async () => {
    const { webhookKey } = await aSource(deps, world);
    const began = deps.clock.now();
    expect(await refusalOf()).toMatchObject({ reason: null, count: 0, at: null });
    for (let i = 0; i < 3; i++) await post(webhookKey, "{}", {});
    expect(await refusalOf()).toEqual({ reason: "signature", count: 1, at: began, revision: 1 });
    deps.clock.advance(60_000);
    await post(webhookKey, "{}", {});
    expect(await refusalOf()).toEqual({ reason: "signature", count: 4, at: began + 60_000, revision: 1 });
  });

  test("at once when the reason is another one, and counted anew", async () => {
    const { webhookKey } = await aSource(deps, world);
    await post(webhookKey, "{}", {});
    await post(webhookKey, "{}", { "content-length": String(26 * 1024 * 1024) });
    expect(await refusalOf()).toMatchObject({ reason: "too-large", count: 1 });
  });

  test("nowhere for an address that nobody has", async () => {
    await aSource(deps, world);
    await post("A".repeat(33), "{}", {});
    expect(await refusalOf()).toMatchObject({ reason: null });
  });
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
