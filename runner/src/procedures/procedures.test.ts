import { describe, expect, test } from "vitest";
import { procedures } from "../../contract/index.ts";
import { BuildFault } from "../build/build-fault.ts";
import { Cancelled, outcomeOf, StepFailed } from "../outcome.ts";
import { createDeployWorld, type DeployWorld, type PushOptions, type Version } from "../testing/deploy-world.ts";

const steps: string[] = procedures.overlap.map(({ name }) => name);

async function aRunningResource(): Promise<DeployWorld> {
  const world = createDeployWorld();
  const { error } = await world.push(1);
  if (error) throw error;
  return world;
}

test("watching the new version says whether an old one finishes its requests meanwhile", async () => {
  const world = createDeployWorld();
  const watched = async (version: number) =>
    (await world.push(version)).steps.find(({ step, status }) => step === "drain" && status === "passed")?.note;
  expect(await watched(1)).toBeUndefined();
  expect(await watched(2)).toBe("the old version finishes its requests");
});

test("what was fetched is told with its step, before anything is built of it", async () => {
  const world = await aRunningResource();
  const { steps } = await world.push(2);
  const told = steps.find(({ step, status }) => step === "fetch" && status === "passed");
  expect(told?.commit).toMatchObject({ subject: "Release 2" });
  expect(steps.filter(({ commit }) => commit !== null)).toHaveLength(1);
});

const crash = { exitCode: 1, isOutOfMemory: false, error: "" };

describe("a version that cannot serve", () => {
  const cases: [what: string, version: Version, cause: object][] = [
    ["does not build", { buildError: buildFault() }, { class: "build-failed", step: "build" }],
    [
      "crashes at once",
      { answers: { kind: "refused" }, exits: { afterMs: 100, exit: crash }, logTail: ["boom"] },
      { class: "crashed", step: "ready", evidence: ["boom"] },
    ],
    [
      "runs out of memory",
      { answers: { kind: "refused" }, exits: { afterMs: 50, exit: { exitCode: 137, isOutOfMemory: true, error: "" } } },
      { class: "out-of-memory" },
    ],
    [
      "answers 500 all the time",
      { answers: { kind: "status", status: 500, location: undefined, body: "" } },
      { class: "never-ready", step: "ready" },
    ],
    ["listens on nothing", { answers: { kind: "refused" }, listeners: [] }, { class: "never-ready" }],
    [
      "listens on loopback only",
      { answers: { kind: "refused" }, listeners: [{ address: "127.0.0.1", port: 3000, isLoopback: true }] },
      { class: "loopback-only" },
    ],
    [
      "listens on another port",
      { answers: { kind: "refused" }, listeners: [{ address: "0.0.0.0", port: 8080, isLoopback: false }] },
      { class: "wrong-port" },
    ],
    [
      "crashes two seconds after it got the traffic",
      { exits: { afterMs: 2_000, exit: crash } },
      { class: "crashed", step: "drain" },
    ],
    ["is not reached through the proxy", { isHiddenFromProxy: true }, { class: "verify-failed", step: "verify" }],
  ];

  test.each(cases)(
    "and %s: version one serves again, nothing is left, the cause is told",
    async (_what, version, cause) => {
      const world = await aRunningResource();
      const { error, steps: seen } = await world.push(2, { version });
      const step = seen.findLast(({ status }) => status === "failed")?.step ?? null;
      const outcome = outcomeOf(error, { step, signal: new AbortController().signal });
      expect(outcome).toMatchObject({ kind: "failed", cause });
      expect(world.serving()).toBe(1);
      expect(world.running()).toEqual([1]);
      expect(world.leftovers(2)).toEqual([]);
    },
  );

  test("and crashes as the very first one: nothing is left of it", async () => {
    const world = createDeployWorld();
    const { error } = await world.push(1, { version: { exits: { afterMs: 2_000, exit: crash } } });
    expect(error).toBeInstanceOf(StepFailed);
    expect(world.leftovers(1)).toEqual([]);
  });
});

describe("a cancelled deployment", () => {
  const cancelIn = (step: string, status: "started" | "passed" = "started"): PushOptions => {
    const controller = new AbortController();
    const onStep: PushOptions["onStep"] = (event) => {
      if (event.step === step && event.status === status) controller.abort(new Cancelled());
    };
    return { signal: controller.signal, onStep };
  };

  test.each(steps.slice(0, steps.indexOf("flip")))(
    "in %s leaves version one serving and nothing behind",
    async (step) => {
      const world = await aRunningResource();
      const options = cancelIn(step);
      const { error } = await world.push(2, options);
      expect(outcomeOf(error, { step, signal: options.signal ?? new AbortController().signal })).toEqual({
        kind: "cancelled",
      });
      expect(world.serving()).toBe(1);
      expect(world.leftovers(2)).toEqual([]);
    },
  );

  test("in the last instant before the flip leaves version one serving", async () => {
    const world = await aRunningResource();
    await world.push(2, cancelIn("ready", "passed"));
    expect(world.serving()).toBe(1);
    expect(world.leftovers(2)).toEqual([]);
  });

  test.each(steps.slice(steps.indexOf("flip")))("in %s comes too late and goes forward", async (step) => {
    const world = await aRunningResource();
    const { result } = await world.push(2, cancelIn(step));
    expect(result).toMatchObject({ kind: "deploy" });
    expect(world.serving()).toBe(2);
  });
});

describe("what is kept", () => {
  test("as many releases as asked for stay for going back, older ones go with their images", async () => {
    const world = await aRunningResource();
    for (const number of [2, 3, 4, 5]) await world.push(number);
    expect(world.running()).toEqual([5]);
    expect([1, 2, 3, 4, 5].filter((number) => world.leftovers(number).length > 0)).toEqual([3, 4, 5]);
    expect(world.server.images.size).toBe(3);
  });

  test("a rollback starts the kept image again without fetching, building or its release command", async () => {
    const world = await aRunningResource();
    await world.push(2);
    const { result, steps: seen } = await world.push(3, { reuseImage: `sha256:${"1".padStart(64, "0")}` });
    expect(result).toMatchObject({ kind: "deploy", image: `sha256:${"1".padStart(64, "0")}` });
    expect(seen.filter(({ status }) => status === "skipped").map(({ step }) => step)).toEqual([
      "fetch",
      "build",
      "push",
      "release-command",
    ]);
    expect(world.running()).toEqual([3]);
  });

  test("a first deployment retires nothing and says so, a second one retires the first", async () => {
    const world = createDeployWorld();
    const ends = async (number: number) =>
      (await world.push(number)).steps.filter(({ step, status }) => step === "retire" && status !== "started");
    expect(await ends(1)).toMatchObject([{ status: "skipped", note: "there is no older version" }]);
    expect(await ends(2)).toMatchObject([{ status: "passed" }]);
  });

  test("an older deployment that comes late is refused and touches nothing", async () => {
    const world = await aRunningResource();
    await world.push(3);
    const { error } = await world.push(2);
    expect(outcomeOf(error, { step: "connect", signal: new AbortController().signal })).toMatchObject({
      kind: "fault",
    });
    expect(world.running()).toEqual([3]);
  });
});

test("every step is told once as started and once as ended, in order", async () => {
  const world = await aRunningResource();
  const { steps: seen } = await world.push(2);
  expect(seen.map(({ step, status }) => `${step} ${status}`)).toEqual(
    steps.flatMap((step) => [`${step} started`, `${step} passed`]),
  );
});

function buildFault(): BuildFault {
  return new BuildFault("build-failed", {
    sentence: "A build step failed.",
    evidence: ["npm ERR!"],
    nextAction: "Mend it.",
  });
}
