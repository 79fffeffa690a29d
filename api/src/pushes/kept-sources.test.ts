import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { arriving, githubHeaders, githubPush } from "../testing/deliveries.ts";
import { aFlowWorld, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

let deps: TestDeps;
let world: FlowWorld;
let source: Awaited<ReturnType<typeof aSource>>;
const limits = createWebhookLimits();
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  source = await aSource(deps, world);
  await call("first");
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

async function call(id: string, secret = source.secret) {
  const body = githubPush();
  const headers = new Headers(await githubHeaders(body, { secret, id }));
  const bytes = arriving(new TextEncoder().encode(body));
  await receiveDelivery(deps, { key: source.webhookKey, headers, ...bytes, limits });
}
const keys = async () => (await deps.db.select().from(schema.delivery)).map(({ deliveryKey }) => deliveryKey);
const refused = { code: "webhook.refused" };

async function giveSecret(plain: string) {
  const [team] = await deps.db.select().from(schema.team).where(eq(schema.team.id, world.teamId));
  const place = { ...webhookSecretPlace(source.id), team: world.teamId };
  const webhookSecret = await deps.secrets.seal(team?.wrappedKey ?? "", place, plain);
  await deps.db.update(schema.source).set({ webhookSecret }).where(eq(schema.source.id, source.id));
}

test("a source that was called before is not read again while nothing of it changes", async () => {
  const reads = vi.spyOn(deps.db.$client, "execute");
  await call("second");
  const texts = reads.mock.calls.map(([statement]) => JSON.stringify(statement));
  expect(texts.filter((text) => text.includes('webhook_key\\" = ?'))).toEqual([]);
  expect(await keys()).toEqual(["first", "second"]);
});

test("a secret counts from the moment it is given, whatever was kept of the source", async () => {
  await giveSecret("another secret");
  await expect(call("old")).rejects.toMatchObject(refused);
  await call("new", "another secret");
  expect(await keys()).toEqual(["first", "new"]);
});

test("a source that is gone takes no call, whatever was kept of it", async () => {
  await deps.db.delete(schema.source).where(eq(schema.source.id, source.id));
  await expect(call("late")).rejects.toMatchObject(refused);
  expect(await keys()).toEqual([]);
});

test("the forge that a source is of counts from the moment it is chosen", async () => {
  await deps.db.update(schema.source).set({ forge: "gitea" }).where(eq(schema.source.id, source.id));
  await expect(call("of GitHub")).rejects.toMatchObject(refused);
  expect(await keys()).toEqual(["first"]);
});

test("a known delivery that comes again is answered like a new one and is one row", async () => {
  await call("first");
  expect(await keys()).toEqual(["first"]);
});
