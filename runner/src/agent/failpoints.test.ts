import { expect, test } from "vitest";
import { RunnerFault } from "../outcome.ts";
import { createAutoClock } from "../testing/auto-clock.ts";
import { parseFailpoint } from "./failpoints.ts";

const tools = (kill = () => {}) => ({ kill, clock: createAutoClock() });

test("a failpoint fires at its own place only, and once", async () => {
  const { hit } = parseFailpoint("flip:before:live-name:error", tools());
  await hit({ step: "flip", moment: "before" });
  await hit({ step: "flip", moment: "after", effect: "live-name" });
  await expect(hit({ step: "flip", moment: "before", effect: "live-name" })).rejects.toBeInstanceOf(RunnerFault);
  await hit({ step: "flip", moment: "before", effect: "live-name" });
});

test("killing is asked of the process", async () => {
  let isKilled = false;
  const kill = () => {
    isKilled = true;
  };
  await parseFailpoint("retire:after:kill", tools(kill))
    .hit({ step: "retire", moment: "after" })
    .catch(() => undefined);
  expect(isKilled).toBe(true);
});

test.each(["", "flip", "flip:kill", "flip:between:kill", "flip:before:explode"])(
  "a failpoint %j is a mistake and says so",
  (text) => {
    expect(() => parseFailpoint(text, tools())).toThrow("FAIRLEAD_FAILPOINT");
  },
);
