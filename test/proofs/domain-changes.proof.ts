import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { generations } from "../lab/generation.ts";
import { changeDomainsUnderLoad } from "../release/domain-changes.ts";

const changes = 60;
const swaps = 10;

export const domainChanges: Proof = {
  name: "domain-changes",
  title: `${changes} changes of domains and ${swaps} swaps under load fail no request, on each generation of the proxy`,
  minutes: 10,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const caddy of generations) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      const { reasons, ...row } = await changeDomainsUnderLoad({ caddy, swaps, changes, print });
      rows.push(row);
      const counted = row.failed + row["broken streams"] + row["websockets closed by changes"];
      if (counted > 0) failures.push(`${row.caddy}: ${counted} failed`);
      failures.push(...reasons.map((reason) => `${row.caddy}: ${reason}`));
    }
    return { rows, failures };
  },
};
