import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { generations } from "../lab/generation.ts";
import { quarantineUnderLoad } from "./quarantine/under-load.ts";

export const quarantine: Proof = {
  name: "quarantine",
  title: "of 50 applications one brings a route that cannot be served: it is told, and the other 49 notice nothing",
  minutes: 6,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const caddy of generations) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      const shown = await quarantineUnderLoad({ caddy, print });
      rows.push(...shown.rows);
      failures.push(...shown.failures);
    }
    return { rows, failures };
  },
};
