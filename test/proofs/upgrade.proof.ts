import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { caddyImages, generations } from "../lab/generation.ts";
import { runTestFiles } from "./run-test-files.ts";

export const upgrade: Proof = {
  name: "upgrade",
  title:
    "control plane and runner of every kept release replaced by today's under load, each of them first, on each generation of the proxy",
  minutes: 8,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const caddy of generations) {
      print(`\n${caddyImages[caddy]}`);
      const env = { FAIRLEAD_LAB_CADDY: caddy };
      const endings = await runTestFiles({ project: "proofs", files: ["test/proofs/upgrade"], env, signal });
      for (const { test, status, seconds, message } of endings) {
        const told = message.replace(/^AssertionError: /, "").replace(/: expected .*$/, "");
        rows.push({ caddy: caddyImages[caddy], upgrade: test, ended: status, seconds, told });
        if (status !== "passed") failures.push(`${caddyImages[caddy]}, ${test}: ${told}`);
      }
      if (endings.length === 0) failures.push(`${caddyImages[caddy]}: nothing was upgraded`);
    }
    return { rows, failures };
  },
};
