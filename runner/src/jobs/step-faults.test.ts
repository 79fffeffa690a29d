import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { judgeStepFault } from "../testing/judge-step-fault.ts";
import { findStepFaults, nameOf } from "../testing/step-faults.ts";

const home = mkdtempSync(join(tmpdir(), "fairlead-faults-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const all = await findStepFaults(home, { isThorough: false });

test.each(all.map((each) => [nameOf(each), each] as const))(
  "%s: it ends with a reason, holds nothing, and what comes next gets through",
  async (_name, fault) => {
    expect(await judgeStepFault(home, fault)).toBeUndefined();
  },
);
