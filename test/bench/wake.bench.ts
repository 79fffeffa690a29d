import type { JobOutcome } from "@fairlead/runner/contract";
import type { Measurement } from "../../scripts/bench/measurement.ts";
import { startNodeControlPlane } from "../support/control-plane.ts";
import { aSimulatedServer, enrolSimulatedRunner } from "../support/load/simulated-runner.ts";
import { median, percentile } from "../support/load/statistics.ts";

const samples = 300;
/** Until the runner is certainly waiting again: nothing tells when its claim has arrived. */
const settleMs = 10;

const seen: JobOutcome = {
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: null,
    lines: [],
    facts: null,
    cause: null,
    missing: [],
    certificates: [],
  },
};

/** From the moment somebody asks for a check until the waiting runner has the job in its hands. */
async function measureWake(): Promise<number[]> {
  const controlPlane = await startNodeControlPlane();
  try {
    const runner = await enrolSimulatedRunner(controlPlane);
    const server = await aSimulatedServer(controlPlane, runner);
    const takeJob = async () => {
      const job = await runner.claim(25_000);
      if (job === undefined) throw new Error("no job came");
      return { job, at: performance.now() };
    };
    await runner.finish((await takeJob()).job.lease, seen);
    const latenciesMs: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const taken = takeJob();
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const askedAt = performance.now();
      await controlPlane.api.post(`/servers/${server.id}/check`);
      const { job, at } = await taken;
      latenciesMs.push(at - askedAt);
      await runner.finish(job.lease, seen);
    }
    return latenciesMs;
  } finally {
    await controlPlane.stop();
  }
}

export const measurements: Measurement[] = [
  {
    name: "job visible to an idle runner, p99",
    unit: "ms",
    target: { atMost: 100 },
    run: async () => {
      const latenciesMs = await measureWake();
      const note = `${samples} jobs, median ${median(latenciesMs).toFixed(1)} ms`;
      return { value: percentile(latenciesMs, 0.99), note };
    },
  },
];
