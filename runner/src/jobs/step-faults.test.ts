import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { FailpointPlace } from "../agent/failpoints.ts";
import { judgeStepFault } from "../testing/judge-step-fault.ts";
import { findStepFaults, nameOf } from "../testing/step-faults.ts";

const home = mkdtempSync(join(tmpdir(), "fairlead-faults-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
/** The old version is stopped and the new one does not serve yet: before anything of it is made, and with all of it there. */
const isWithNobody = ({ step, moment, effect }: FailpointPlace) =>
  (step === "start" && moment === "before" && effect === undefined) ||
  (step === "ready" && moment === "before") ||
  (step === "flip" && moment === "before" && effect === "live-name");
const all = await findStepFaults(home, { isThorough: false });

// What hangs without end is tried whole by a proof; here where somebody would be left without a version.
const hangs = (await findStepFaults(home, { isThorough: true })).filter(
  (each) => "place" in each && each.how === "hang" && each.of.name === "deploy by replace" && isWithNobody(each.place),
);

test.each([...hangs, ...all].map((each) => [nameOf(each), each] as const))(
  "%s: it ends with a reason, holds nothing, and what comes next gets through",
  async (_name, fault) => {
    expect(await judgeStepFault(home, fault)).toBeUndefined();
  },
);
