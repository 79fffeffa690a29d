import { schema } from "@fairlead/db";
import { expect, test } from "vitest";
import { arriving, githubHeaders, githubPush } from "../testing/deliveries.ts";
import { aFlowWorld, anApplication, aSource } from "../testing/flow.ts";
import { testDeps } from "../testing/test-deps.ts";
import { kickInbox } from "./kick-inbox.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

test("a delivery that arrives while the inbox is being worked on does not wait for the next tick", async () => {
  const deps = await testDeps();
  const world = await aFlowWorld(deps);
  const source = await aSource(deps, world);
  await anApplication(deps, world, { sourceId: source.id });
  const limits = createWebhookLimits();
  const deliver = async (id: string) => {
    const body = githubPush();
    const headers = new Headers(await githubHeaders(body, { ...source, id }));
    await receiveDelivery(deps, {
      key: source.webhookKey,
      headers,
      ...arriving(new TextEncoder().encode(body)),
      limits,
    });
  };
  // The forge is asked while the first delivery is decided: at this moment the second one comes in.
  deps.egress = async () => {
    await deliver("second");
    throw new Error("the forge is away");
  };
  await deliver("first");
  await deps.settle();
  const rows = await deps.db.select().from(schema.delivery);
  expect(rows.map((row) => [row.deliveryKey, row.state]).toSorted()).toEqual([
    ["first", "deployed"],
    ["second", "ignored"],
  ]);
  deps.dispose();
});

test("of a burst one look is planned, and one that was lost with its request is planned anew", async () => {
  const deps = await testDeps();
  let planned = 0;
  // As when a Worker's request ends before its time.
  deps.background = () => void planned++;
  const team = { teamId: "tem_a" };
  kickInbox(deps, team);
  kickInbox(deps, team);
  expect(planned).toBe(1);
  const kick = deps.kicks.ofTeams.get(team.teamId);
  if (kick?.plannedFor) kick.plannedFor -= 60_000;
  kickInbox(deps, team);
  expect(planned).toBe(2);
  deps.dispose();
});
