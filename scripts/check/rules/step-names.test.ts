import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { stepNames } from "./step-names.ts";

const inFile = (path: string, text: string) => placesOf(stepNames, { [path]: text });

test.each([
  ["runner/src/steps/flip.ts", 'journal.step("flip", async () => undefined);'],
  ["runner/src/procedures/run-own.ts", 'deploy.journal.skip("start", "done before");'],
  ["api/src/work/jobs/record-progress.ts", 'const isLive = event.step === "flip";'],
  ["ui/src/lib/deployments/timeline.ts", 'const isLate = "drain" === cause.step;'],
])("%s may not hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([`${path}:1`]);
});

test.each([
  ["runner/src/steps/flip.ts", "journal.step(deployStep.flip, async () => undefined);"],
  ["runner/src/jobs/stop.ts", 'journal.step("stop", async () => undefined);'],
  ["api/src/work/jobs/record-progress.ts", 'const isLive = isMarked(event.step, "moves-traffic");'],
  ["runner/src/procedures/every-procedure.test.ts", 'const told = steps.find(({ step }) => step === "fetch");'],
  ["runner/contract/procedure.ts", 'const flip = { name: "flip" };'],
])("%s may hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([]);
});
