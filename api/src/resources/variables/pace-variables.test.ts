import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeLimit } from "../../kit/limits/limits.store.ts";
import { createPaces } from "../../kit/limits/paces.ts";
import { processInbox } from "../../pushes/process-inbox.ts";
import { deployResource } from "../../releases/deployments/deploy-resource.ts";
import { githubPush } from "../../testing/deliveries.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../../testing/flow.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { replaceVariables } from "./replace-variables.ts";

const mebibyte = 1_048_576;
let deps: TestDeps;
let world: FlowWorld;
let sourceId: string;
let resourceId: string;
/** How many values were sealed or opened. */
let worked: number;
/** How often somebody was held before a refusal, and what happens meanwhile. */
let held: number;
let meanwhile: () => void;

beforeEach(async () => {
  const given = await testDeps();
  worked = 0;
  held = 0;
  meanwhile = () => undefined;
  const counting =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A) => {
      worked += 1;
      return work(...args);
    };
  const { seal, open } = given.secrets;
  deps = {
    ...given,
    secrets: { ...given.secrets, seal: counting(seal), open: counting(open) },
    egress: () => Promise.reject(new Error("no answer within 5 seconds")),
    paces: createPaces({
      wait: async () => {
        held += 1;
        meanwhile();
      },
    }),
  };
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world)).id;
  resourceId = await anApplication(deps, world, { sourceId });
  // A sixth of a minute's may come at once: 1 MiB.
  await writeLimit(deps.db, { kind: "variableTraffic", value: 6, now: deps.clock.now() });
});
afterEach(() => deps.dispose());

const save = ({ revision = 1, bytes = mebibyte }, by = { actor: world.actor, resourceId }) => {
  const whole = Array.from({ length: 16 }, (_, i) => ({ key: `V${i}`, value: "x".repeat(bytes / 16) }));
  const variables = whole.map((each) => ({ ...each, scope: "runtime" as const, isSecret: false }));
  return replaceVariables(deps, by.actor, { holderId: by.resourceId, input: { revision, variables } });
};
const refused = { code: "limit.variableTraffic", kind: "limit" };
const row = { state: "received" as const, event: "push", decisions: [] };

test("a team saves so many MiB of variables a minute: one more is refused before a value is touched, and waits", async () => {
  await save({});
  worked = 0;
  await expect(save({ revision: 2 })).rejects.toMatchObject(refused);
  expect(worked).toBe(0);
  deps.clock.advance(20_000);
  await save({ revision: 2 });
});

test("small ones are not noticed beside that", async () => {
  for (let revision = 1; revision <= 30; revision++) await save({ revision, bytes: 16_384 });
  expect(held).toBe(0);
});

test("another team goes on meanwhile", async () => {
  const other = await aFlowWorld(deps);
  await save({});
  await save({}, { actor: other.actor, resourceId: await anApplication(deps, other) });
  expect(held).toBe(0);
});

test("deploying counts by what it freezes, and is refused before a value is opened", async () => {
  await save({});
  worked = 0;
  const deploy = () => deployResource(deps, world.actor, { id: resourceId, input: { noCache: false } });
  await expect(deploy()).rejects.toMatchObject(refused);
  expect(worked).toBe(0);
});

/** A push to the application has come in and is decided. */
async function pushed() {
  const now = deps.clock.now();
  const id = deps.ids.next("delivery");
  const { teamId } = world;
  const times = { nextAttemptAt: now, createdAt: now };
  await deps.db
    .insert(schema.delivery)
    .values({ ...row, id, teamId, sourceId, deliveryKey: id, body: githubPush(), ...times });
  await processInbox(deps);
  const [delivery] = await deps.db.select().from(schema.delivery);
  return delivery;
}

test("a push is not refused: it waits until its team may go on", async () => {
  await save({});
  meanwhile = () => void deps.clock.advance(5_000);
  expect((await pushed())?.state).toBe("deployed");
  expect(held).toBeGreaterThan(0);
});

test("a push that finds no room for a minute is put off: it is neither lost nor waited for without end", async () => {
  await save({});
  const delivery = await pushed();
  expect(held).toBe(240);
  expect(delivery).toMatchObject({ state: "received", attempts: 1 });
  expect(delivery?.nextAttemptAt).toBeGreaterThan(deps.clock.now());
});
