import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LeaseLost, StepFailed } from "../outcome.ts";
import { createAutoClock } from "../testing/auto-clock.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { aCadence, createFakeControlPlane, type FakeControlPlane } from "../testing/fake-control-plane.ts";
import { runClaimLoop } from "./claim-loop.ts";
import type { Clock } from "./clock.ts";
import { noFailpoints } from "./failpoints.ts";
import { type ClaimedJob, type JobContext, type RunJobDeps, runJob } from "./run-job.ts";
import { openSpool } from "./spool.ts";

let folder: string;
let clock: Clock;
let plane: FakeControlPlane;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jobs-"));
  clock = createAutoClock();
  plane = createFakeControlPlane(clock);
});
afterEach(() => rmSync(folder, { recursive: true }));

let keys = 0;
const none = { kind: "none" as const };
const never = new AbortController().signal;
const target = { kind: "local" as const, server: ids.server };
const payload = { kind: "stop", target, application: ids.resource, team: ids.team, graceSeconds: 5 };
const secrets = {
  env: { TOKEN: "swordfish-1" },
  gitToken: null,
  gitUser: null,
  registry: null,
  push: null,
  registries: [],
};
const aJob = (number = 1, change: Partial<ClaimedJob> = {}): ClaimedJob => ({
  lease: { job: ids.job(number), lease: "l", attempt: 1 },
  leaseMs: aCadence.leaseMs,
  deadlineMs: 3_600_000,
  payload,
  secrets,
  cadence: aCadence,
  ...change,
});
const deps = (runPayload: RunJobDeps["runPayload"], change: Partial<RunJobDeps> = {}): RunJobDeps => ({
  controlPlane: plane,
  clock,
  random: () => 0.5,
  runnerLog: { say: () => undefined, warn: () => undefined },
  spool: openSpool(folder),
  policy: {},
  failpoints: noFailpoints,
  newKey: () => String(++keys).padStart(16, "0"),
  ownSecrets: [],
  runPayload,
  ...change,
});
const run = (work: (context: JobContext) => Promise<unknown>, job = aJob(), change: Partial<RunJobDeps> = {}) =>
  runJob(
    job,
    deps(async (context) => {
      await work(context);
      return none;
    }, change),
    { abandonSignal: never, stopSignal: never, onUnauthorized: () => undefined },
  );
const forEver = (): Promise<never> => new Promise(() => undefined);
const toldLog = () => plane.progressed.flatMap(({ chunks }) => chunks);
const outcome = () => plane.finished[0]?.outcome;

test("words of an authority come along with a good end without a secret in them", async () => {
  const seen = { host: "shop.example.com", state: "failed" as const, issuer: null, notAfter: null };
  const certificates = [
    { ...seen, reason: "bad login swordfish-1" },
    { ...seen, reason: null },
  ];
  const work = deps(async () => ({ kind: "sync-routes", revision: 1, refused: [], settings: null, certificates }));
  await runJob(aJob(), work, { abandonSignal: never, stopSignal: never, onUnauthorized: () => undefined });
  const reasons = [expect.not.stringContaining("swordfish"), null].map((reason) => ({ ...seen, reason }));
  expect(outcome()).toMatchObject({ kind: "succeeded", result: { certificates: reasons } });
});

describe("a job", () => {
  test("is told with its steps, its log and its result, each once", async () => {
    await run(({ journal, log }) =>
      journal.step("stop", async () => {
        log.say("stopping");
        await clock.sleep(1_000);
      }),
    );
    expect(plane.progressed.flatMap(({ steps }) => steps).map(({ step, status }) => `${step} ${status}`)).toEqual([
      "stop started",
      "stop passed",
    ]);
    expect(toldLog().map(({ seq, text }) => [seq, text])).toEqual([[0, "stopping\n"]]);
    expect(plane.finished).toMatchObject([{ outcome: { kind: "succeeded", result: none }, chunkCount: 1 }]);
    expect(openSpool(folder).leftovers()).toEqual([]);
  });

  test("keeps its lease by heartbeats while it has nothing to tell", async () => {
    await run(async ({ journal }) => {
      await clock.sleep(300_000);
      await journal.effect("stop", async () => undefined);
    });
    expect(outcome()).toMatchObject({ kind: "succeeded" });
    expect(plane.progressed.length).toBeGreaterThanOrEqual(14);
  });

  test("of a runner whose disk takes nothing is worked on and told to its end all the same", async () => {
    const blocked = join(folder, "blocked");
    writeFileSync(blocked, "");
    await run(async ({ log }) => log.say("stopping"), aJob(), { spool: openSpool(join(blocked, "spool")) });
    expect(toldLog().map(({ text }) => text)).toEqual(["stopping\n"]);
    expect(outcome()).toMatchObject({ kind: "succeeded" });
  });

  test("learns of a cancel by its heartbeat", async () => {
    plane.cancelled.add(ids.job(1));
    await run(({ signal }) => clock.sleep(600_000, signal));
    expect(outcome()).toEqual({ kind: "cancelled" });
  });

  test("that takes too long is ended with that reason", async () => {
    await run(({ signal }) => clock.sleep(7_200_000, signal));
    expect(outcome()).toMatchObject({ kind: "failed", cause: { class: "timed-out" } });
  });

  test.each([
    ["in a step", ({ journal }: JobContext) => journal.step("build", () => forEver())],
    ["in a change", ({ journal }: JobContext) => journal.step("build", () => journal.effect("image", () => forEver()))],
  ])("that does not listen %s ends all the same, and the reason is its limit", async (_where, work) => {
    let isUnwound = false;
    await run(async (context) => {
      try {
        await work(context);
      } finally {
        isUnwound = true;
      }
    });
    expect(outcome()).toMatchObject({ kind: "failed", cause: { class: "timed-out", step: "build" } });
    expect(isUnwound).toBe(true);
  });

  test("that was given up changes nothing more at the target", async () => {
    let isDone = false;
    await run(async ({ journal }) => {
      await journal.step("build", () => journal.effect("image", () => forEver())).catch(() => undefined);
      await journal.effect("remove", async () => {
        isDone = true;
      });
    });
    expect(isDone).toBe(false);
    expect(outcome()).toMatchObject({ kind: "failed", cause: { class: "timed-out" } });
  });

  test("that was given up still gives the traffic back, for as long as its unwinding is waited for", async () => {
    const done: string[] = [];
    await run(async ({ journal }) => {
      await journal.step("flip", () => journal.effect("live-name", () => forEver())).catch(() => undefined);
      await journal.effect("discard", async () => void done.push("discard"));
      await journal.effect("return-name", async () => void done.push("return-name"));
      await journal.effect("return-name", () => forEver()).catch(() => undefined);
      await journal.effect("repair", async () => void done.push("repair"));
    });
    expect(done).toEqual(["discard", "return-name"]);
    expect(outcome()).toMatchObject({ kind: "failed", cause: { class: "timed-out" } });
  });

  test("does nothing more once somebody else has it, and reports nothing", async () => {
    let isDone = false;
    plane.failing = () => "stale";
    await run(async ({ journal, signal }) => {
      await clock.sleep(60_000, signal).catch(() => undefined);
      await journal.effect("stop", async () => {
        isDone = true;
      });
    });
    expect(isDone).toBe(false);
    expect(plane.finished).toEqual([]);
    expect(openSpool(folder).leftovers()).toEqual([]);
  });

  test("goes on through an outage, holds its effects back meanwhile, and loses no line", async () => {
    const at = { outageEnds: 200_000, effect: 0 };
    plane.failing = () => (clock.monotonic() < at.outageEnds ? "unavailable" : undefined);
    await run(async ({ journal, log }) => {
      for (let line = 0; line < 50; line++) {
        log.say(`line ${line}`);
        await clock.sleep(3_000);
      }
      await journal.effect("stop", async () => {
        at.effect = clock.monotonic();
      });
    });
    expect(at.effect).toBeGreaterThanOrEqual(at.outageEnds);
    expect(
      toldLog()
        .map(({ text }) => text)
        .join("")
        .match(/line \d+/g),
    ).toHaveLength(50);
    expect(toldLog().map(({ seq }) => seq)).toEqual(toldLog().map((_, index) => index));
    expect(plane.finished).toHaveLength(1);
  });

  test("never tells a secret: not in its log, its steps or its cause", async () => {
    await run(({ journal, log }) =>
      journal.step("stop", async () => {
        log.write("stdout", "the token is sword");
        log.write("stdout", "fish-1\n");
        throw new Error("refused swordfish-1");
      }),
    );
    expect(JSON.stringify([plane.progressed, plane.finished])).not.toContain("swordfish-1");
    expect(outcome()).toMatchObject({ kind: "fault", cause: { class: "internal", step: "stop" } });
  });

  test("with a part that no grammar allows is refused before any effect", async () => {
    let isRun = false;
    const spec = { ...aSpec(), network: "host" };
    const planted = { kind: "deploy", target, spec, reuseImage: null, routes: null };
    await run(
      async () => {
        isRun = true;
      },
      aJob(1, { payload: planted }),
    );
    expect(isRun).toBe(false);
    expect(outcome()).toMatchObject({
      kind: "failed",
      cause: { class: "invalid-spec", evidence: ["payload.spec.network"] },
    });
  });

  test("that the runner's own policy forbids is refused before any effect", async () => {
    await run(() => Promise.reject(new Error("not reached")), aJob(), { policy: { verbs: ["deploy"] } });
    expect(outcome()).toMatchObject({ kind: "failed", cause: { class: "policy-refused" } });
  });

  test("that failed by the user's doing is a failure, not a fault", async () => {
    const failure = { class: "crashed" as const, step: null, sentence: "s", evidence: [], nextAction: "n" };
    await run(({ journal }) => journal.step("start", () => Promise.reject(new StepFailed(failure))));
    expect(outcome()).toEqual({ kind: "failed", cause: { ...failure, step: "start" } });
  });
});

describe("a runner", () => {
  const loop = (runPayload: RunJobDeps["runPayload"], stop: AbortSignal, abandon: AbortSignal = never) =>
    runClaimLoop(deps(runPayload), {
      slots: 2,
      version: "1",
      cadence: aCadence,
      stopSignal: stop,
      abandonSignal: abandon,
    });

  test("works on as many jobs as it has slots and asks for the next at once", async () => {
    const stop = new AbortController();
    plane.jobs.push(...[1, 2, 3, 4, 5].map((number) => aJob(number)));
    let open = 0;
    let most = 0;
    await loop(async () => {
      most = Math.max(most, ++open);
      await clock.sleep(5_000);
      open -= 1;
      if (plane.jobs.length === 0 && open === 0) stop.abort();
      return none;
    }, stop.signal);
    expect(most).toBe(2);
    expect(plane.finished.map(({ lease }) => lease.job).sort()).toEqual([1, 2, 3, 4, 5].map(ids.job));
  });

  test("that is told to stop finishes its jobs, delivers them and claims no more", async () => {
    const stop = new AbortController();
    plane.jobs.push(aJob(1));
    const end = await loop(async () => {
      stop.abort();
      await clock.sleep(60_000);
      return none;
    }, stop.signal);
    expect(end).toBe("stopped");
    expect(outcome()).toMatchObject({ kind: "succeeded" });
  });

  test("that is told twice gives its jobs up as a fault of its own", async () => {
    const stop = new AbortController();
    const abandon = new AbortController();
    plane.jobs.push(aJob(1));
    const work: RunJobDeps["runPayload"] = async ({ signal }) => {
      stop.abort();
      abandon.abort();
      await clock.sleep(60_000, signal);
      return none;
    };
    await loop(work, stop.signal, abandon.signal);
    expect(outcome()).toMatchObject({ kind: "fault", cause: { class: "lost-runner" } });
  });

  test("repeats the key of a claim until it gets an answer it can read", async () => {
    const stop = new AbortController();
    let failures = 3;
    plane.failing = (call) => (call === "claim" && failures-- > 0 ? "unavailable" : undefined);
    plane.jobs.push(aJob(1));
    await loop(async () => {
      stop.abort();
      return none;
    }, stop.signal);
    expect(new Set(plane.claims.slice(0, 4).map(({ key }) => key)).size).toBe(1);
    expect(plane.finished).toHaveLength(1);
  });

  test("that the control plane does not know any more stops loudly", async () => {
    plane.failing = () => "unauthorized";
    expect(await loop(async () => none, never)).toBe("unauthorized");
  });

  test("delivers the result of an earlier life before it asks for work", async () => {
    const spool = openSpool(folder).open(aJob(7).lease);
    spool.setFinish({ lease: aJob(7).lease, key: "k".repeat(16), outcome: { kind: "cancelled" }, chunkCount: 0 });
    const stop = new AbortController();
    plane.jobs.push(aJob(8));
    await loop(async () => {
      stop.abort();
      return none;
    }, stop.signal);
    expect(plane.finished.map(({ lease }) => lease.job)).toEqual([7, 8].map(ids.job));
    expect(plane.claims[0]?.holding).toEqual([]);
  });

  test("gives a job back that it died in, after telling its log", async () => {
    const { lease } = aJob(7);
    const chunk = { seq: 0, step: "build", stream: "stdout" as const, at: 1, text: "last words\n" };
    openSpool(folder).open(lease).add({ kind: "chunk", chunk });
    const stop = new AbortController();
    plane.jobs.push(aJob(8));
    await loop(async () => {
      stop.abort();
      return none;
    }, stop.signal);
    expect(toldLog()).toContainEqual(chunk);
    expect(plane.claims[0]?.holding).toEqual([]);
    expect(plane.finished.map(({ lease: { job } }) => job)).toEqual([ids.job(8)]);
  });

  test("keeps a lost job's outcome to itself", async () => {
    const stop = new AbortController();
    plane.jobs.push(aJob(1));
    await loop(async () => {
      stop.abort();
      throw new LeaseLost("the test took it");
    }, stop.signal);
    expect(plane.finished).toEqual([]);
  });
});
