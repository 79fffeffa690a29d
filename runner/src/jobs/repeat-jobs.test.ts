import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobKindNames } from "../../contract/index.ts";
import { createRunnerInMemory, payloads } from "../testing/fake-jobs.ts";
import { createFakeMachine, type FakeMachine } from "../testing/fake-machine.ts";

const home = mkdtempSync(join(tmpdir(), "fairlead-repeated-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What there is on the server, without what only tells one attempt from another. */
const seen = ({ docker }: FakeMachine) => ({
  containers: docker.state.containers.map(({ name, state }) => `${name} ${state}`).sort(),
  networks: docker.state.networks.map(({ name }) => name).sort(),
});

/** Looks for a job that was lost, which takes back what it left. */
test("what a lost deployment left is taken back twice as well as once", async () => {
  const machine = createFakeMachine();
  const runner = createRunnerInMemory(machine, { name: "one", home });
  await runner.run(payloads.deploy(1));
  const before = seen(machine);
  const hit = async ({ effect, moment }: { effect?: string; moment: string }) => {
    if (effect === "start" && moment === "after") throw new Error("broken on the way");
  };
  await runner.run(payloads.deploy(2), { failpoints: { hit } });
  const first = await runner.run(payloads.reconcile(1));
  expect(seen(machine)).toEqual(before);
  const second = await runner.run(payloads.reconcile(1));
  expect(second.result).toEqual(first.result);
  expect(seen(machine)).toEqual(before);
});

test.each(jobKindNames)("%s that is repeated, because nobody heard its end, changes nothing more", async (kind) => {
  const machine = createFakeMachine();
  const runner = createRunnerInMemory(machine, { name: "one", home });
  await runner.run(payloads.deploy(1));
  const first = await runner.run(payloads[kind](2));
  expect(first.error).toBeUndefined();
  const once = seen(machine);
  const again = await runner.run(payloads[kind](2), { attempt: 2 });
  expect(again.error).toBeUndefined();
  expect(again.result?.kind).toBe(first.result?.kind);
  expect(seen(machine)).toEqual(once);
});
