import type { Measurement } from "../../scripts/bench/measurement.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { inChild } from "../support/load/child.ts";
import { withDatabase } from "../support/load/embedded-database.ts";
import type { FloodAnswer, FloodOrder } from "../support/load/flood.ts";
import { cpuMsOf } from "../support/load/process-usage.ts";
import { median, percentile } from "../support/load/statistics.ts";
import { aFlood } from "../support/load/webhook-source.ts";
import { once } from "./once.ts";

async function takeFlood(controlPlane: NodeControlPlane, rate: Pick<FloodOrder, "perSecond" | "seconds">) {
  const { sourceId, order } = await aFlood(controlPlane, rate);
  const used = () => cpuMsOf(controlPlane.program().pid);
  const before = used();
  const answer = await inChild<FloodAnswer>("support/load/flood.ts", order);
  const accepted = answer.statuses["202"] ?? 0;
  const cpuMs = (used() - before) / accepted;
  const { rows } = await withDatabase(controlPlane, ({ $client }) =>
    $client.execute({ sql: "SELECT count(*) AS stored FROM delivery WHERE source_id = ?", args: [sourceId] }),
  );
  const stored = Number(rows[0]?.stored ?? 0);
  // More may be stored: a sender that gave up waiting does not know.
  if (stored < accepted) throw new Error(`${accepted} deliveries were accepted, only ${stored} are stored`);
  return { ...answer, accepted, cpuMs };
}

const flood = once(async () => {
  const controlPlane = await startNodeControlPlane();
  try {
    // The first requests pay for compiling the code.
    await takeFlood(controlPlane, { perSecond: 300, seconds: 3 });
    const steady = await takeFlood(controlPlane, { perSecond: 1_000, seconds: 10 });
    const sustained = await takeFlood(controlPlane, { perSecond: 1_100, seconds: 60 });
    return { steady, sustained };
  } finally {
    await controlPlane.stop();
  }
});

type Flood = Awaited<ReturnType<typeof takeFlood>>;

function note({ sent, accepted, cpuMs }: Flood): string {
  const unanswered = sent > accepted ? `, ${sent - accepted} not accepted in time` : "";
  return `${sent} signed GitHub pushes, ${cpuMs.toFixed(2)} ms CPU each${unanswered}`;
}

export const measurements: Measurement[] = [
  {
    name: "webhook to 202 at 1,000/s, median",
    unit: "ms",
    target: { atMost: 5 },
    run: async () => {
      const { steady } = await flood();
      return { value: median(steady.latenciesMs), note: note(steady) };
    },
  },
  {
    name: "webhook to 202 at 1,000/s, p99",
    unit: "ms",
    target: { atMost: 50 },
    run: async () => {
      const { steady } = await flood();
      return { value: percentile(steady.latenciesMs, 0.99), note: note(steady) };
    },
  },
  {
    name: "webhooks stored for 60 s, none lost",
    unit: "/s",
    target: { atLeast: 1_000 },
    run: async () => {
      const { sustained } = await flood();
      return { value: (sustained.accepted * 1_000) / sustained.elapsedMs, note: note(sustained) };
    },
  },
];
