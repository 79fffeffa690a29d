import { setTimeout as delay } from "node:timers/promises";
import type { Measurement, Reading } from "../../scripts/bench/measurement.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { startChild } from "../support/load/child.ts";
import { sum } from "../support/load/statistics.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";
import { inLab } from "./in-lab.ts";
import { once } from "./once.ts";
import type { TrafficAnswer, TrafficOrder } from "./traffic.ts";

const swaps = 3;
/** Load before and after the control plane is away. */
const aroundMs = 2_000;

/** Three versions after another, then a control plane that is gone at once: all under the load of users who never try twice. */
const study = once(async () => {
  const world = await aWorld({ servers: 1 });
  try {
    const application = await world.anApplication({ fixture: "healthy" });
    const push = async (version: number) => {
      const { after } = await world.push(application, { "version.txt": `version ${version}\n` });
      const { status, cause } = await world.ended(application, after);
      if (status !== "succeeded") throw new Error(`version ${version} ${status}: ${cause?.sentence}`);
    };
    await push(0);
    const swapped = await underLoad(application, async () => {
      for (let version = 1; version <= swaps; version++) await push(version);
    });
    let backMs = 0;
    const killed = await underLoad(application, async () => {
      await delay(aroundMs);
      backMs = await killAndStart(world);
      await delay(aroundMs);
    });
    return { swapped, killed, backMs };
  } finally {
    await world.stop();
  }
});

async function underLoad({ host, ip }: WorldApplication, work: () => Promise<void>): Promise<TrafficAnswer> {
  const order: TrafficOrder = { host, ip };
  const traffic = startChild<TrafficAnswer>("bench/traffic.ts", order);
  try {
    await work();
  } finally {
    traffic.ask();
  }
  return traffic.answer();
}

/** From the start of the process until it answers. */
async function killAndStart({ controlPlane }: World<NodeControlPlane>): Promise<number> {
  await controlPlane.kill();
  const from = performance.now();
  const started = controlPlane.start();
  for (;;) {
    const answer = await fetch(`${controlPlane.url}/api/v1/setup`).catch(() => undefined);
    if (answer?.ok) break;
    await delay(5);
  }
  const backMs = performance.now() - from;
  await started;
  return backMs;
}

function toReading(traffic: TrafficAnswer, what: string): Reading {
  const tallies = Object.entries(traffic);
  const done = tallies.map(([kind, tally]) => `${tally.done} ${kind}`).join(", ");
  const reasons = tallies.flatMap(([kind, tally]) => tally.reasons.map((reason) => `${kind}: ${reason}`));
  const note = [`${what}, ${done}`, ...reasons.slice(0, 3)].join("; ");
  return { value: sum(tallies.map(([, { failed }]) => failed)), note };
}

const rows: Measurement[] = [
  {
    name: "requests failed by redeploys",
    unit: "failed",
    target: { atMost: 0 },
    run: async () => toReading((await study()).swapped, `${swaps} swaps`),
  },
  {
    name: "requests failed by a killed control plane",
    unit: "failed",
    target: { atMost: 0 },
    run: async () => toReading((await study()).killed, "kill -9"),
  },
  {
    name: "killed control plane back",
    unit: "ms",
    target: { atMost: 1_000 },
    run: async () => ({ value: (await study()).backMs, note: "from the start of its process to its first answer" }),
  },
];

export const measurements = rows.map(inLab);
