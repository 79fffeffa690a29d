import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deployResource } from "../../releases/deployments/deploy-resource.ts";
import { toDetail } from "../../releases/deployments/deployment-views.ts";
import { getDeploymentRow } from "../../releases/deployments/deployments.store.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { setRevisionOf } from "../../testing/revision-of.ts";
import { aRunnerClient } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createVariable } from "./create-variable.ts";
import { replaceVariables } from "./replace-variables.ts";
import type { CreateVariable } from "./variables.schemas.ts";
import { listVariableRows } from "./variables.store.ts";

// A value that a Dockerfile takes by ARG is in the image's history for ever.

let deps: TestDeps;
let world: FlowWorld;
let resourceId: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  resourceId = await anApplication(deps, world);
});
afterEach(() => deps.dispose());

const add = (input: Partial<CreateVariable> & { key: string }) =>
  createVariable(deps, world.actor, {
    holderId: resourceId,
    input: { value: "value", scope: "both", isSecret: true, isArgumentAllowed: false, ...input },
  });
const replace = async (key: string, more = {}) => {
  const revision = await setRevisionOf(deps.db, resourceId);
  const variables = [{ key, value: null, scope: "both" as const, isSecret: true, ...more }];
  await replaceVariables(deps, world.actor, { holderId: resourceId, input: { revision, variables } });
  return listVariableRows(deps.db, world.teamId, { holderId: resourceId });
};
const deploy = () => deployResource(deps, world.actor, { id: resourceId, input: { noCache: false } });
const bindings = async (known = {}) => {
  const claimed = await aRunnerClient(deps, { ...world, ...known }).claim();
  const payload = claimed?.payload;
  return payload?.kind === "deploy"
    ? Object.fromEntries(payload.spec.env.map(({ key, argument }) => [key, argument]))
    : undefined;
};

test("the runner is told which variables of a build a Dockerfile may take as arguments", async () => {
  await add({ key: "PLAIN", isSecret: false });
  await add({ key: "SECRET" });
  await add({ key: "ALLOWED", isArgumentAllowed: true });
  await add({ key: "ELSEWHERE", scope: "runtime", isArgumentAllowed: true });
  await deploy();
  expect(await bindings()).toEqual({ PLAIN: "plain", SECRET: "refused", ALLOWED: "warned", ELSEWHERE: "plain" });
});

describe("a deployment", () => {
  const warnings = async (id: string) =>
    (await toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id))).warnings;

  test("warns of what was allowed when it was made, whatever is allowed later", async () => {
    await add({ key: "ALLOWED", isArgumentAllowed: true });
    await add({ key: "SECRET" });
    const { id } = await deploy();
    await replace("ALLOWED", { isArgumentAllowed: false });
    expect(await warnings(id)).toEqual([expect.stringMatching(/^ALLOWED is secret and allowed as a build argument: /)]);
    expect(await warnings((await deploy()).id)).toEqual([]);
  });

  test("whose secrets must not be arguments waits for a runner that knows the word", async () => {
    await add({ key: "SECRET" });
    await deploy();
    const known = { version: "0.1.0", contract: 1 };
    expect(await aRunnerClient(deps, { ...world, contract: 1, known }).claim()).toBeNull();
    expect(await bindings({ known })).toEqual({ SECRET: "refused" });
  });

  test("without secrets in its build waits for nobody", async () => {
    await add({ key: "SECRET", scope: "runtime" });
    await add({ key: "PLAIN", isSecret: false });
    await deploy();
    const older = aRunnerClient(deps, { ...world, contract: 1, known: { version: "0.1.0", contract: 1 } });
    expect((await older.claim())?.payload.kind).toBe("deploy");
  });
});

test("what is allowed stays with a key that is replaced without a word about it", async () => {
  await add({ key: "ALLOWED", isArgumentAllowed: true });
  const [kept] = await replace("ALLOWED");
  expect(kept?.isArgumentAllowed).toBe(true);
});
