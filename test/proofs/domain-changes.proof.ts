import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { generations } from "../lab/generation.ts";
import { changeDomainsUnderLoad } from "../release/domain-changes.ts";

/** Changes alone, and changes with a swap of the application under load after each. */
const rounds = [
  { changes: 50, swaps: 0 },
  { changes: 10, swaps: 10 },
];

export const domainChanges: Proof = {
  name: "domain-changes",
  title: "changes of domains and swaps under load fail no request, on each generation of the proxy",
  minutes: 10,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const order of generations.flatMap((caddy) => rounds.map((round) => ({ caddy, ...round })))) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      const { reasons, ...row } = await changeDomainsUnderLoad({ ...order, print });
      rows.push(row);
      print(JSON.stringify(row));
      const counted = row.failed + row["broken streams"] + row["websockets closed by changes"];
      if (counted > 0) failures.push(`${row.caddy}: ${counted} failed`);
      failures.push(...reasons.map((reason) => `${row.caddy}: ${reason}`));
    }
    return { rows, failures };
  },
};
