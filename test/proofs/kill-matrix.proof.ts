import type { Proof } from "../../scripts/prove/proof.ts";
import { everyDeath } from "../scenarios/kill-matrix.deaths.ts";
import { runTestFiles } from "./run-test-files.ts";

export const killMatrix: Proof = {
  name: "kill-matrix",
  title:
    "the runner killed at every boundary of every step, and while it mends: no request fails, one version runs at the end",
  minutes: 8,
  needs: "lab",
  async run({ signal }) {
    const endings = await runTestFiles({ project: "proofs", files: ["test/proofs/kill-matrix"], signal });
    const rows = endings.map(({ test, status, seconds }) => ({
      death: test.replace(/^when the runner is killed at (.*) the site keeps .*$/, "$1"),
      ended: status,
      seconds,
    }));
    const failures = endings
      .filter(({ status }) => status !== "passed")
      .map(({ test, status, message }) => `${test}: ${status} ${message}`);
    if (rows.length < everyDeath.length) failures.push(`${rows.length} of ${everyDeath.length} deaths were died`);
    return { rows, failures };
  },
};
