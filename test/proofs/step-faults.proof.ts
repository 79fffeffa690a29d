import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeStepFault } from "../../runner/src/testing/judge-step-fault.ts";
import { findStepFaults, howOf, nameOf } from "../../runner/src/testing/step-faults.ts";
import type { Proof } from "../../scripts/prove/proof.ts";

export const stepFaults: Proof = {
  name: "step-faults",
  title:
    "whatever breaks at any place of any job by any procedure, dies there or is taken back twice: it ends with a reason, holds nothing, and the next job gets through",
  minutes: 12,
  run: async ({ print, signal }) => {
    const home = mkdtempSync(join(tmpdir(), "fairlead-step-faults-"));
    const counts = new Map<string, { job: string; breaks: string; tried: number; failed: number }>();
    const failures: string[] = [];
    try {
      const all = await findStepFaults(home, { isThorough: true });
      print(`${all.length} faults, found by running each kind of job and each procedure once`);
      for (const fault of all) {
        if (signal.aborted) break;
        const key = `${fault.of.name} ${howOf(fault)}`;
        const row = counts.get(key) ?? { job: fault.of.name, breaks: howOf(fault), tried: 0, failed: 0 };
        counts.set(key, row);
        const why = await judgeStepFault(home, fault);
        row.tried += 1;
        if (why === undefined) continue;
        row.failed += 1;
        failures.push(`${nameOf(fault)}: ${why}`);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
    return { rows: [...counts.values()], failures };
  },
};
