import type { Measurement } from "../../scripts/bench/measurement.ts";
import { aWorld } from "../support/world.ts";
import { inChild } from "./child.ts";
import { inLab } from "./in-lab.ts";
import type { TrafficAnswer } from "./traffic.ts";

const swaps = 3;
/** Long enough for three deployments one after the other, each with its drain. */
const trafficSeconds = 30;

/** Three versions after another under the load of users who never try twice. */
async function swapUnderLoad(): Promise<{ traffic: TrafficAnswer; versions: number }> {
  const world = await aWorld({ servers: 1 });
  try {
    const application = await world.anApplication({ fixture: "healthy" });
    const push = async (version: number) => {
      const { after } = await world.push(application, { "version.txt": `version ${version}\n` });
      const { status, cause } = await world.ended(application, after);
      if (status !== "succeeded") throw new Error(`version ${version} ${status}: ${cause?.sentence}`);
    };
    await push(0);
    const { host, ip } = application;
    const traffic = inChild<TrafficAnswer>("traffic.ts", { host, ip, seconds: trafficSeconds });
    traffic.catch(() => undefined);
    const startedAt = performance.now();
    for (let version = 1; version <= swaps; version++) await push(version);
    if (performance.now() - startedAt > trafficSeconds * 1_000) throw new Error("the load ended before the last swap");
    return { traffic: await traffic, versions: swaps };
  } finally {
    await world.stop();
  }
}

const rows: Measurement[] = [
  {
    name: "requests failed by redeploys: GET, POST, slow, events, websocket",
    unit: "failed",
    target: { atMost: 0 },
    run: async () => {
      const { traffic, versions } = await swapUnderLoad();
      const tallies = Object.entries(traffic);
      const failed = tallies.reduce((total, [, tally]) => total + tally.failed, 0);
      const done = tallies.map(([kind, tally]) => `${tally.done} ${kind}`).join(", ");
      const reasons = tallies.flatMap(([kind, tally]) => tally.reasons.map((reason) => `${kind}: ${reason}`));
      return { value: failed, note: [`${versions} swaps, ${done}`, ...reasons.slice(0, 3)].join("; ") };
    },
  },
];

export const measurements = rows.map(inLab);
