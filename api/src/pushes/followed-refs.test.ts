import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { processInbox } from "./process-inbox.ts";

const b = shaOf("b");

let deps: TestDeps;
let world: FlowWorld;
let sourceId: string;
beforeEach(async () => {
  const forge = aFakeForge({ "https://forge.test/ada/shop.git main": b });
  deps = { ...(await testDeps()), egress: forge.egress };
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world, { forge: "bitbucket" })).id;
});
afterEach(() => deps.dispose());

async function deliver(body: string) {
  const id = deps.ids.next("delivery");
  const now = deps.clock.now();
  const row = { id, teamId: world.teamId, sourceId, deliveryKey: id, event: "repo:push", state: "received" } as const;
  await deps.db.insert(schema.delivery).values({ ...row, body, decisions: [], nextAttemptAt: now, createdAt: now });
  await processInbox(deps);
  const [decided] = await deps.db.select().from(schema.delivery).where(eq(schema.delivery.id, id));
  if (!decided) throw new Error("The delivery is gone.");
  return decided;
}

describe("a push of many refs", () => {
  const branch = (name: string, hash: string) => ({
    old: null,
    new: { type: "branch", name, target: { hash, message: "m", author: { raw: "A <a@example.com>" } } },
  });
  const bitbucketPush = (...changes: object[]) =>
    JSON.stringify({ push: { changes }, repository: { uuid: "{x}", full_name: "ada/shop" } });
  const others = Array.from({ length: 1_000 }, (_, at) => branch(`feature/${at}`, at.toString(16).padStart(40, "a")));

  test("deploys the one that an application follows, wherever it stands, and names the others", async () => {
    const application = await anApplication(deps, world, { sourceId });
    const row = await deliver(bitbucketPush(...others, branch("main", b)));
    expect(row).toMatchObject({ state: "deployed", ref: "main", commit: b, decisions: [{ application }] });
    expect(row.reason).toMatch(/^Deployment #1 of b+\. No application follows feature\/0, .+ and 990 more\.$/);
  });

  test("that nobody follows says so in few words", async () => {
    await anApplication(deps, world, { sourceId });
    const row = await deliver(bitbucketPush(...others));
    expect(row).toMatchObject({ state: "ignored", ref: "feature/0" });
    expect(row.reason).toContain("The application deploys branch main, not feature/0.");
    expect(row.reason).toContain("and 989 more");
    expect(row.decisions).toHaveLength(1);
  });
});
