import type { Measurement } from "../../scripts/bench/measurement.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { inChild } from "./child.ts";
import { withDatabase } from "./embedded-database.ts";
import type { FloodAnswer, FloodOrder } from "./flood.ts";
import { once } from "./once.ts";
import { median, percentile } from "./statistics.ts";
import { aFlood } from "./webhook-source.ts";

async function takeFlood(controlPlane: NodeControlPlane, rate: Pick<FloodOrder, "perSecond" | "seconds">) {
  const { sourceId, order } = await aFlood(controlPlane, rate);
  const answer = await inChild<FloodAnswer>("flood.ts", order);
  const { rows } = await withDatabase(controlPlane, ({ $client }) =>
    $client.execute({ sql: "SELECT count(*) AS stored FROM delivery WHERE source_id = ?", args: [sourceId] }),
  );
  const stored = Number(rows[0]?.stored ?? 0);
  const accepted = answer.statuses["202"] ?? 0;
  if (stored !== accepted) throw new Error(`${accepted} deliveries were accepted and ${stored} are stored`);
  if (accepted !== answer.sent) throw new Error(`${answer.sent} sent, answered ${JSON.stringify(answer.statuses)}`);
  return { ...answer, stored };
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

const note = ({ sent }: FloodAnswer) => `${sent} signed GitHub pushes`;

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
      const p99 = percentile(sustained.latenciesMs, 0.99);
      return {
        value: (sustained.stored * 1_000) / sustained.elapsedMs,
        note: `${sustained.stored} stored, p99 ${p99.toFixed(0)} ms`,
      };
    },
  },
];
