import type { Proof } from "../../scripts/prove/proof.ts";
import { compareWithDocker } from "../hosts/ignored-files/compare.ts";

export const ignoredFiles: Proof = {
  name: "ignored-files",
  title: "generated .dockerignore files: the docker command leaves out the same files as we do",
  minutes: 5,
  needs: "lab",
  async run() {
    const rows = [];
    const failures: string[] = [];
    for (const seed of [1, 2, 3]) {
      const { tried, refused, differences } = await compareWithDocker({ seed, files: 700 });
      rows.push({ seed, tried, "refused by both": refused, differences: differences.length });
      failures.push(...differences.slice(0, 20));
    }
    return { rows, failures };
  },
};
