import { describe, expect, test } from "vitest";
import { refusedPaths } from "../../runner/src/testing/refused-paths.ts";
import { whatARunnerDoes } from "./a-runner.ts";
import { grammars } from "./grammars.ts";
import { leavesOf, withValue } from "./leaves.ts";
import { payloads } from "./payloads.ts";
import { isTripped } from "./tripwire.ts";

// A row that somebody planted in the database reaches the runner as a job. The runner judges it by the same grammars, before any effect.

const payloadWith = (path: string) => payloads.find((each) => leavesOf(each).some((leaf) => leaf.path === path));
function planted(path: string, text: string) {
  const payload = payloadWith(path);
  if (!payload) throw new Error(`No payload has ${path}.`);
  return withValue<unknown>(payload, { path, value: text });
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
    expect(await whatARunnerDoes({ payload })).toMatchObject({ isBegun: true, outcome: { kind: "succeeded" } });
  });

  test.each(places)("begins nothing with a planted $path, and names it", async ({ path, refused }) => {
    const begun: string[] = [];
    // Each value was refused by the grammar above; a few show that the runner asks it.
    for (const text of refused.filter((_, index) => index % 5 === 0)) {
      const { isBegun, outcome } = await whatARunnerDoes({ payload: planted(path, text) });
      const cause = outcome && "cause" in outcome ? outcome.cause : undefined;
      const isRefused = cause?.class === "invalid-spec" && cause.evidence.includes(`payload.${path}`);
      if (isBegun || !isRefused) begun.push(text.slice(0, 100));
    }
    expect(begun).toEqual([]);
  });

  test.each(["A=B", "A\nB", "$(id)", "A/B", "-A"])("begins nothing with a planted variable %j", async (key) => {
    const { isBegun, outcome } = await whatARunnerDoes({
      payload: payloads[0],
      secrets: { env: { [key]: "x" }, gitToken: null, gitUser: null, registry: null, push: null, registries: [] },
    });
    expect(isBegun).toBe(false);
    expect(outcome).toMatchObject({ kind: "failed", cause: { class: "invalid-spec" } });
  });
});

test("nothing was run", () => expect(isTripped()).toBe(false));
