import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { githubHeaders, githubPush, shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
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
