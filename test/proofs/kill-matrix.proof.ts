import { procedures } from "@fairlead/runner/contract";
import { ownProcedures } from "../../runner/src/procedures/registry.ts";
import type { Proof } from "../../scripts/prove/proof.ts";
import { everyDeath } from "../scenarios/kill-matrix.deaths.ts";
import { runTestFiles } from "./run-test-files.ts";

export const killMatrix: Proof = {
  name: "kill-matrix",
  title:
    "the runner killed at every boundary of every step, and while it mends, by each procedure, and the control plane in each step: one version runs at the end, and by overlap no request fails",
  minutes: 25,
  needs: "lab",
  async run({ signal }) {
    const endings = await runTestFiles({ project: "proofs", files: ["test/proofs/kill-matrix"], signal });
    const rows = endings.map(({ test, status, seconds }) => ({
      death: test.replace(/ (?:at the end one version serves|the runner goes on by itself).*$/, ""),
      ended: status,
      seconds,
    }));
    const failures = endings
      .filter(({ status }) => status !== "passed")
      .map(({ test, status, message }) => `${test}: ${status} ${message}`);
    const outages = ownProcedures.reduce((sum, each) => sum + procedures[each].length + 1, 0);
    const all = ownProcedures.flatMap(everyDeath).length + outages;
    if (rows.length < all) failures.push(`${rows.length} of ${all} deaths were tried`);
    return { rows, failures };
  },
};
