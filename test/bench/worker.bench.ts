import type { Measurement } from "../../scripts/bench/measurement.ts";
import { apiClient } from "../support/api-client.ts";
import { inChild } from "../support/load/child.ts";
import type { FloodAnswer } from "../support/load/flood.ts";
import { cpuMsOf } from "../support/load/process-usage.ts";
import { median } from "../support/load/statistics.ts";
import { aFlood } from "../support/load/webhook-source.ts";
import { startBareWorker } from "./bare-worker.ts";
import { buildWorker, startUps } from "./worker-bundle.ts";

const floodRate = { perSecond: 25, seconds: 12 };

/** Everything that workerd does for a webhook: verify, store, and decide after the answer. The database is another process. */
async function webhookCpuMs(): Promise<{ cpuMs: number; p50: number }> {
  const { url, token, db, pid, stop } = await startBareWorker();
  try {
    const { sourceId, order } = await aFlood({ api: apiClient(url, token) }, floodRate);
    const flood = () => inChild<FloodAnswer>("support/load/flood.ts", order);
    await flood();
    const before = cpuMsOf(pid);
    const { sent, latenciesMs } = await flood();
    const cpuMs = (cpuMsOf(pid) - before) / sent;
    const count = "SELECT count(*) AS stored FROM delivery WHERE source_id = ?";
    const { rows } = await db.$client.execute({ sql: count, args: [sourceId] });
    if (rows[0]?.stored !== 2 * sent) throw new Error(`${2 * sent} sent, ${rows[0]?.stored} stored`);
    return { cpuMs, p50: median(latenciesMs) };
  } finally {
    await stop();
  }
}

export const measurements: Measurement[] = [
  {
    name: "Worker bundle, gzipped",
    unit: "KB",
    target: { atMost: 700 },
    run: async () => ({ value: (await buildWorker()).kilobytes }),
  },
  {
    name: "Worker start-up, CPU",
    unit: "ms",
    target: { atMost: 200 },
    run: async () => ({ value: (await buildWorker()).startUpMs, note: `least of ${startUps} start-ups in workerd` }),
  },
  {
    name: "CPU per webhook in workerd",
    unit: "ms",
    target: { atMost: 5 },
    run: async () => {
      const { cpuMs, p50 } = await webhookCpuMs();
      const { perSecond, seconds } = floodRate;
      return {
        value: cpuMs,
        note: `${perSecond * seconds} webhooks, the inbox included, answered in ${p50.toFixed(0)} ms`,
      };
    },
  },
];
