import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { additions } from "../touch/additions.ts";
import { linesOf, placesOf } from "../touch/judge-touched.ts";
import { tryAddition } from "../touch/try-addition.ts";

export const touch: Proof = {
  name: "touch",
  title:
    "each kind of addition touches no more files than it may, compiles, and is covered by the tests that are there",
  minutes: 3,
  run: async ({ signal }) => {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const addition of additions) {
      if (signal.aborted) break;
      const tried = await tryAddition(addition);
      const { changed } = tried.touched;
      rows.push({
        addition: addition.name,
        "new files": placesOf(addition, tried.touched).length,
        "changed files": changed.length,
        "changed lines": linesOf(tried.touched),
        failed: tried.failures.length,
      });
      failures.push(...tried.failures.map((each) => `${addition.name}: ${each}`));
    }
    return { rows, failures };
  },
};
