import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noFailpoints } from "../../runner/src/agent/failpoints.ts";
import { runJob } from "../../runner/src/agent/run-job.ts";
import { openSpool } from "../../runner/src/agent/spool.ts";
import { createAutoClock } from "../../runner/src/testing/auto-clock.ts";
import { ids } from "../../runner/src/testing/builders.ts";
import { aCadence, createFakeControlPlane } from "../../runner/src/testing/fake-control-plane.ts";
import { refusedPaths } from "../../runner/src/testing/refused-paths.ts";
import { grammars } from "./grammars.ts";
import { leavesOf, withValue } from "./leaves.ts";
import { payloads } from "./payloads.ts";
import { isTripped } from "./tripwire.ts";

// A row that somebody planted in the database reaches the runner as a job. The runner judges it by the same grammars, before any effect.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-hostile-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;
const noSecrets = { env: {}, gitToken: null, gitUser: null, registry: null };

/** Gives one job to a runner whose work only remembers that it began. */
async function given(payload: unknown, secrets: unknown = noSecrets) {
  const clock = createAutoClock();
  const controlPlane = createFakeControlPlane(clock);
  let isBegun = false;
  const lease = { job: ids.job(1), lease: "lease", attempt: 1 };
  const deps = {
    controlPlane,
    clock,
    random: () => 0.5,
    runnerLog: { say: () => undefined, warn: () => undefined },
    spool: openSpool(folder),
    policy: {},
    failpoints: noFailpoints,
    newKey: () => "finish-key-00000",
    ownSecrets: [],
    runPayload: async () => {
      isBegun = true;
      return { kind: "none" as const };
    },
  };
  const job = { lease, leaseMs: aCadence.leaseMs, deadlineMs: 3_600_000, payload, secrets, cadence: aCadence };
  await runJob(job, deps, { abandonSignal: never, stopSignal: never, onUnauthorized: () => undefined });
  return { isBegun, outcome: controlPlane.finished[0]?.outcome };
}

const payloadWith = (path: string) => payloads.find((each) => leavesOf(each).some((leaf) => leaf.path === path));
function planted(path: string, text: string) {
  const payload = payloadWith(path);
  if (!payload) throw new Error(`No payload has ${path}.`);
  return withValue<unknown>(payload, path, text);
}
const places = grammars.flatMap(({ what, planted = [], refused, taken }) =>
  planted.map((path) => ({ what, path, refused, taken })),
);

describe("the runner's language", () => {
  test.each(payloads)("takes the payload $kind as it is", (payload) => {
    expect(refusedPaths(payload)).toEqual([]);
  });

  test.each(places)("takes $what at $path", ({ path, taken }) => {
    expect(taken.filter((text) => refusedPaths(planted(path, text)).length > 0)).toEqual([]);
  });

  test.each(places)("refuses what is not $what at $path", ({ path, refused }) => {
    const slipped = refused.filter((text) => !refusedPaths(planted(path, text)).includes(path));
    expect(slipped).toEqual([]);
  });
});

describe("the runner", () => {
  test.each(payloads)("begins the payload $kind as it is", async (payload) => {
    expect(await given(payload)).toMatchObject({ isBegun: true, outcome: { kind: "succeeded" } });
  });

  test.each(places)("begins nothing with a planted $path, and names it", async ({ path, refused }) => {
    const begun: string[] = [];
    // Each value was refused by the grammar above; a few show that the runner asks it.
    for (const text of refused.filter((_, index) => index % 5 === 0)) {
      const { isBegun, outcome } = await given(planted(path, text));
      const cause = outcome && "cause" in outcome ? outcome.cause : undefined;
      const isRefused = cause?.class === "invalid-spec" && cause.evidence.includes(`payload.${path}`);
      if (isBegun || !isRefused) begun.push(text.slice(0, 100));
    }
    expect(begun).toEqual([]);
  });

  test.each(["A=B", "A\nB", "$(id)", "1A"])("begins nothing with a planted variable %j", async (key) => {
    const { isBegun, outcome } = await given(payloads[0], { ...noSecrets, env: { [key]: "x" } });
    expect(isBegun).toBe(false);
    expect(outcome).toMatchObject({ kind: "failed", cause: { class: "invalid-spec" } });
  });
});

test("nothing was run", () => expect(isTripped()).toBe(false));
