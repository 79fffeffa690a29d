import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { generations } from "../lab/generation.ts";
import { loadUnderLoad } from "../release/loads.ts";

export const loads: Proof = {
  name: "loads",
  title: "documents of the proxy that are written anew under load fail no request, on each generation of the proxy",
  minutes: 4,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const caddy of generations) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      const { reasons, ...row } = await loadUnderLoad({ caddy, loads: 10, print });
      rows.push(row);
      failures.push(...reasons.map((reason) => `${row.caddy}: ${reason}`));
    }
    return { rows, failures };
  },
};
