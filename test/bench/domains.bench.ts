import type { Measurement } from "../../scripts/bench/measurement.ts";
import { generations } from "../lab/generation.ts";
import { changeDomainsUnderLoad } from "../release/domain-changes.ts";
import { inLab } from "./in-lab.ts";

const changes = 50;

const rows: Measurement[] = generations.map((caddy) => ({
  name: `requests failed by a domain change (${caddy} Caddy)`,
  unit: "failed",
  target: { atMost: 0 },
  run: async () => {
    const report = await changeDomainsUnderLoad({ caddy, changes, swaps: 0, print: () => undefined });
    const closed = report["broken streams"] + report["websockets closed by changes"];
    const note = [
      `${changes} changes, ${report.requests} requests of another application`,
      ...report.reasons.slice(0, 3),
    ];
    return { value: report.failed + closed, note: note.join("; ") };
  },
}));

export const measurements = rows.map(inLab);
