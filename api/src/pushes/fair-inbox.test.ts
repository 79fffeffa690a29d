import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { arriving, githubHeaders, githubPush, shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

const limits = createWebhookLimits();
let deps: TestDeps;
let asked: string[];
/** Ends the waiting for every forge that does not answer. */
let giveUp: () => void;
beforeEach(async () => {
  const forge = aFakeForge({ "https://forge.test/ada/shop.git main": shaOf("b") });
  asked = [];
  const isOver = new Promise<void>((resolve) => (giveUp = resolve));
  deps = {
    ...(await testDeps()),
    egress: async (url, init) => {
      asked.push(new URL(url).hostname);
      if (url.startsWith("https://forge.test/")) return forge.egress(url, init);
      await isOver;
      throw new Error("no answer within 5 seconds");
    },
  };
});
afterEach(async () => {
  giveUp();
  await deps.settle();
  deps.dispose();
});

async function aTeamOn(host: string, given: { sources?: number } = {}) {
  const world = await aFlowWorld(deps);
  const sources = await Promise.all(Array.from({ length: given.sources ?? 1 }, () => aSource(deps, world)));
  for (const { id } of sources)
    await anApplication(deps, world, { sourceId: id, repositoryUrl: `https://${host}/ada/shop.git` });
  return { world, sources };
}

async function push(source: { id: string; webhookKey: string; secret: string }, id: string) {
  const body = githubPush();
  const headers = new Headers(await githubHeaders(body, { ...source, id }));
  await receiveDelivery(deps, { key: source.webhookKey, headers, ...arriving(new TextEncoder().encode(body)), limits });
}
const stateOf = async (deliveryKey: string) => {
  const [row] = await deps.db.select().from(schema.delivery).where(eq(schema.delivery.deliveryKey, deliveryKey));
  return row?.state;
};
/** What becomes of the next delivery of a team, as its open pages are told. */
async function nextEnd(teamId: string) {
  const stop = new AbortController();
  for await (const event of deps.hub.subscribe(teamId, stop.signal)) {
    if (event.type === "delivery") return event.state;
  }
}

test("twelve pushes to a forge that never answers delay another team's push not at all", async () => {
  const silent = await aTeamOn("silent.test");
  const other = await aTeamOn("forge.test");
  for (let i = 0; i < 12; i++) await push(silent.sources[0] ?? never(), `silent-${i}`);
  const told = nextEnd(other.world.teamId);
  await push(other.sources[0] ?? never(), "other");
  expect(await told).toBe("deployed");
  expect(await stateOf("silent-0")).toBe("processing");
});

test("forty sources of one team whose forges never answer leave room for another team", async () => {
  const silent = await aTeamOn("silent.test", { sources: 40 });
  const other = await aTeamOn("forge.test");
  for (const [i, source] of silent.sources.entries()) await push(source, `silent-${i}`);
  const told = nextEnd(other.world.teamId);
  await push(other.sources[0] ?? never(), "other");
  expect(await told).toBe("deployed");
});

test("a forge that did not answer costs its time-out once, not once a push", async () => {
  const silent = await aTeamOn("silent.test");
  for (let i = 0; i < 12; i++) await push(silent.sources[0] ?? never(), `silent-${i}`);
  giveUp();
  await deps.settle();
  expect(asked).toEqual(["silent.test"]);
  const rows = await deps.db.select().from(schema.delivery).orderBy(schema.delivery.id);
  expect(rows.map(({ state }) => state)).toEqual(["deployed", ...Array(11).fill("ignored")]);
});

function never(): never {
  throw new Error("There is a source.");
}
