import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { arriving, githubPush, hexHmac } from "../testing/deliveries.ts";
import { aFlowWorld, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { receiveDelivery } from "./receive-delivery.ts";
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

/** As Gitea makes a form: one field, encoded by Go, which writes a space as a plus. */
const formOf = (json: string) => `payload=${encodeURIComponent(json).replaceAll("%20", "+")}`;

async function send(key: string, { body, signed, forge = "gitea" }: { body: string; signed: string; forge?: string }) {
  const headers = new Headers({
    "content-type": "application/x-www-form-urlencoded",
    [`x-${forge}-event`]: "push",
    [`x-${forge}-delivery`]: crypto.randomUUID(),
    [`x-${forge}-signature`]: hexHmac("a secret", signed),
  });
  await receiveDelivery(deps, {
    key,
    headers,
    ...arriving(new TextEncoder().encode(body)),
    limits: createWebhookLimits(),
  });
}

const push = githubPush({ message: "Größer & schneller: 100 % + 1" });

describe.each(["gitea", "forgejo"])("a form of %s", (forge) => {
  test("is genuine by the signature over the JSON in it, and is read", async () => {
    const source = await aSource(deps, world, { forge: "gitea", secret: "a secret" });
    await send(source.webhookKey, { body: formOf(push), signed: push, forge });
    expect(await deps.db.select().from(schema.delivery)).toMatchObject([{ event: "push", body: formOf(push) }]);
  });

  test.each([
    ["an altered JSON", formOf(push.replace("main", "mainx"))],
    ["a second field", `${formOf(push)}&payload=%7B%7D`],
    ["another field before it", `other=1&${formOf(push)}`],
    ["a name that only looks like it", `p${formOf(push)}`],
  ])("with %s is refused", async (_, body) => {
    const source = await aSource(deps, world, { forge: "gitea", secret: "a secret" });
    await expect(send(source.webhookKey, { body, signed: push, forge })).rejects.toMatchObject({
      code: "webhook.refused",
    });
    expect(await deps.db.select().from(schema.delivery)).toEqual([]);
  });
});
