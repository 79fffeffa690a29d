import type { Proof } from "../../scripts/prove/proof.ts";
import { measureComingBack } from "../release/failed-replace.ts";
import { median, percentile } from "../support/load/statistics.ts";

const rounds = 12;

export const failedReplace: Proof = {
  name: "failed-replace",
  title:
    "after a failed replacement the old version is back as soon as by docker stop and docker start, and the reason says so",
  minutes: 3,
  needs: "lab",
  async run() {
    const { byHand, ours, unsaid } = await measureComingBack({ rounds });
    const rowOf = (way: string, samples: readonly number[]) => ({
      way,
      n: samples.length,
      "median ms": Math.round(median(samples)),
      "p10 ms": Math.round(percentile(samples, 0.1)),
      "p90 ms": Math.round(percentile(samples, 0.9)),
    });
    const failures = unsaid.map((sentence) => `it was not said that the old version is back: ${sentence}`);
    const [plain, own] = [median(byHand), median(ours)];
    if (own > plain)
      failures.push(`the old version is back after ${Math.round(own)} ms, by hand after ${Math.round(plain)} ms`);
    return { rows: [rowOf("docker stop, docker start", byHand), rowOf("a failed replacement", ours)], failures };
  },
};
