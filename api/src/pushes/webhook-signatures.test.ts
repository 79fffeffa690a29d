import { createHmac } from "node:crypto";
import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { githubHeaders, githubPush, hexHmac } from "../testing/deliveries.ts";
import { aFlowWorld, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { callWebhook } from "../testing/webhook-calls.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

let deps: TestDeps;
let world: FlowWorld;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const post = (key: string, body: BodyInit, headers: Record<string, string>) =>
  callWebhook({ deps, limits: createWebhookLimits() }, { key, body, headers });
const deliveries = () => deps.db.select().from(schema.delivery);

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
