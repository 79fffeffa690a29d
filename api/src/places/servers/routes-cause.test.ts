import type { JobOutcome } from "@fairlead/runner/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { aFlowWorld, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { getServer } from "./get-server.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const refused: JobOutcome = {
  kind: "failed",
  cause: {
    class: "route-refused",
    step: null,
    sentence: "The proxy refused the routes.",
    evidence: ["bad host"],
    nextAction: "Correct the domain.",
  },
};
const taken = (revision: number): JobOutcome => ({
  kind: "succeeded",
  result: { kind: "sync-routes", revision, refused: [], settings: null, certificates: [] },
});

async function changeRoutes() {
  const server = { id: world.serverId, teamId: world.teamId, runnerId: world.runnerId, proxy: "caddy" as const };
  for (const statement of syncRoutes(deps, server)) await statement;
}
const told = async () => (await getServer(deps, world.actor, { id: world.serverId })).routesCause;

test("routes that the proxy refuses are told on the server until it takes the newest", async () => {
  await changeRoutes();
  await runner.finish(leaseOf(await runner.claim()), refused);
  expect(await told()).toMatchObject({ class: "route-refused", nextAction: "Correct the domain." });
  await changeRoutes();
  await runner.finish(leaseOf(await runner.claim()), taken(2));
  expect(await told()).toBeNull();
});
