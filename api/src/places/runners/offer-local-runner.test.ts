import { afterEach, beforeEach, expect, test } from "vitest";
import { aPublicKey } from "../../testing/resources.ts";
import { claimedApp, testApp } from "../../testing/test-app.ts";
import { enrolRunner } from "./enrol-runner.ts";
import { offerLocalRunner } from "./offer-local-runner.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

const enrol = (token = "") =>
  enrolRunner(world.deps, { token, name: "local", sshPublicKey: aPublicKey, version: "0.1.0", platform: "linux-x64" });

test("the local runner gets a token that enrols it into the owner's team", async () => {
  await enrol(await offerLocalRunner(world.deps, { hasState: false }));
  expect(await world.deps.db.query.runner.findMany()).toMatchObject([{ teamId: world.teamId, name: "local" }]);
});

test("before there is an owner nothing is offered", async () => {
  const empty = await testApp();
  expect(await offerLocalRunner(empty.deps, { hasState: false })).toBeUndefined();
  empty.deps.dispose();
});

test("each start offers a token until the runner has used one", async () => {
  const first = await offerLocalRunner(world.deps, { hasState: false });
  const second = await offerLocalRunner(world.deps, { hasState: true });
  expect(second).not.toBe(first);
  await enrol(second);
  expect(await offerLocalRunner(world.deps, { hasState: true })).toBeUndefined();
});

test("a local runner whose state is gone gets another token", async () => {
  await enrol(await offerLocalRunner(world.deps, { hasState: false }));
  expect(await offerLocalRunner(world.deps, { hasState: false })).toMatch(/^fle_/);
});
