import { createHmac } from "node:crypto";
import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { githubPush, hexHmac } from "../testing/deliveries.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { callWebhook } from "../testing/webhook-calls.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

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

const post = (key: string, body: BodyInit, headers: Record<string, string>) =>
  callWebhook({ deps, limits }, { key, body, headers });
const deliveries = () => deps.db.select().from(schema.delivery);

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
