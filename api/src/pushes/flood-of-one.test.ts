import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeLimit } from "../kit/limits/limits.store.ts";
import { createPaces } from "../kit/limits/paces.ts";
import { arriving, githubHeaders, githubPush } from "../testing/deliveries.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { aRunnerClient } from "../testing/runner.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { kickInbox } from "./kick-inbox.ts";
import { processInbox } from "./process-inbox.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

let deps: TestDeps;
let world: FlowWorld;
let sourceId: string;
let applicationId: string;
beforeEach(async () => {
  deps = { ...(await testDeps()), egress: () => Promise.reject(new Error("no answer within 5 seconds")) };
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world)).id;
  applicationId = await anApplication(deps, world, { sourceId });
});
afterEach(() => deps.dispose());

const sha = (n: number) => n.toString(16).padStart(40, "0");
async function stored(bodies: readonly string[]) {
  const now = deps.clock.now();
  const of = { teamId: world.teamId, sourceId };
  const rows = bodies.map((body) => {
    const id = deps.ids.next("delivery");
    return {
      ...of,
      id,
      deliveryKey: id,
      event: "push",
      state: "received" as const,
      body,
      decisions: [],
      createdAt: now,
    };
  });
  await deps.db.insert(schema.delivery).values(rows.map((row) => ({ ...row, nextAttemptAt: now })));
}
const decided = async (...commits: number[]) => {
  await stored(commits.map((n) => githubPush({ after: sha(n) })));
  await processInbox(deps);
};
const deployments = () => deps.db.select().from(schema.deployment).orderBy(schema.deployment.number);
const commits = async () => (await deployments()).map(({ commit, status }) => [commit, status]);

describe("pushes to a forge that does not answer", () => {
  test("become one deployment while nobody has begun it, and the newest is the head that was seen", async () => {
    await decided(1, 2, 3, 4);
    expect(await commits()).toEqual([[sha(1), "queued"]]);
    const rows = await deps.db.select().from(schema.delivery).orderBy(schema.delivery.id);
    expect(rows.map(({ state, reason }) => [state, reason.slice(0, 14)])).toEqual([
      ["deployed", "Deployment #1 "],
      ...Array(3).fill(["deployed", "Deployment #1,"]),
    ]);
    const [application] = await deps.db.select().from(schema.application);
    expect(application?.lastSeenHead).toBe(sha(4));
  });

  test("become another one once it has begun: its runner may have looked before the push", async () => {
    await decided(1);
    await aRunnerClient(deps, world).claim();
    await decided(2);
    expect(await commits()).toEqual([
      [sha(1), "running"],
      [sha(2), "queued"],
    ]);
  });

  test("become another one when the settings are not those that it was made from", async () => {
    await decided(1);
    await deps.db.update(schema.resource).set({ configVersion: 2 }).where(eq(schema.resource.id, applicationId));
    await decided(2);
    expect(await commits()).toEqual([
      [sha(1), "superseded"],
      [sha(2), "queued"],
    ]);
  });

  test("bring no commit back that was deployed before", async () => {
    await decided(1);
    await aRunnerClient(deps, world).claim();
    await decided(2, 1);
    expect(await commits()).toEqual([
      [sha(1), "running"],
      [sha(2), "queued"],
    ]);
  });
});

test("between the deliveries of one source everything else has its turn, though none of them waits for anything", async () => {
  await stored(Array.from({ length: 60 }, () => "no JSON"));
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  })();
  await processInbox(deps);
  isOver = true;
  await others;
  expect(turns).toBeGreaterThan(5);
});

test("a team in a burst makes no other team wait for the pause between its looks", async () => {
  kickInbox(deps, world);
  await deps.settle();
  const pauses = vi.spyOn(globalThis, "setTimeout");
  kickInbox(deps, { teamId: "tem_other" });
  kickInbox(deps, world);
  const [other, own] = pauses.mock.calls.map(([, ms]) => ms ?? 0);
  pauses.mockRestore();
  await deps.settle();
  expect(other).toBe(2);
  expect(own).toBeGreaterThan(2);
});

test("a team's webhook calls are counted over all of its sources", async () => {
  deps.paces = createPaces({ wait: async () => {} });
  await writeLimit(deps.db, { kind: "teamDeliveries", value: 6, now: deps.clock.now() });
  const limits = createWebhookLimits();
  const call = async (of: FlowWorld) => {
    const source = await aSource(deps, of);
    const body = githubPush();
    const headers = new Headers(await githubHeaders(body, source));
    await receiveDelivery(deps, {
      key: source.webhookKey,
      headers,
      ...arriving(new TextEncoder().encode(body)),
      limits,
    });
  };
  await call(world);
  await expect(call(world)).rejects.toMatchObject({ code: "limit.teamDeliveries", kind: "limit" });
  await call(await aFlowWorld(deps));
  expect(await deps.db.$count(schema.delivery)).toBe(2);
  await deps.settle();
});
