import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobOutcome, Lease } from "../../runner/contract/index.ts";
import { noFailpoints } from "../../runner/src/agent/failpoints.ts";
import { runJob } from "../../runner/src/agent/run-job.ts";
import { openSpool } from "../../runner/src/agent/spool.ts";
import { createAutoClock } from "../../runner/src/testing/auto-clock.ts";
import { ids } from "../../runner/src/testing/builders.ts";
import { aCadence, createFakeControlPlane } from "../../runner/src/testing/fake-control-plane.ts";

/** Payload and secrets as they come over the wire. */
type Given = { payload: unknown; secrets?: unknown; lease?: Lease };

const never = new AbortController().signal;
const noSecrets = { env: {}, gitToken: null, gitUser: null, registry: null, push: null, registries: [] };
const aLease = { job: ids.job(1), lease: "lease", attempt: 1 };

/** The runner's own way of one job, with a work that only remembers that it began. */
export async function whatARunnerDoes({ payload, secrets = noSecrets, lease = aLease }: Given) {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-hostile-"));
  const clock = createAutoClock();
  const controlPlane = createFakeControlPlane(clock);
  let isBegun = false;
  const deps = {
    controlPlane,
    clock,
    random: () => 0.5,
    runnerLog: { say: () => undefined, warn: () => undefined },
    spool: openSpool(folder),
    // What is judged here is the grammar: the policy of this runner lets in all that there is.
    policy: { hostMounts: ["*"], devices: ["*"], privileged: true },
    failpoints: noFailpoints,
    newKey: () => "finish-key-00000",
    ownSecrets: [],
    runPayload: async () => {
      isBegun = true;
      return { kind: "none" as const };
    },
  };
  const job = { lease, leaseMs: aCadence.leaseMs, deadlineMs: 3_600_000, payload, secrets, cadence: aCadence };
  await runJob(job, deps, { abandonSignal: never, stopSignal: never, onUnauthorized: () => undefined });
  rmSync(folder, { recursive: true });
  const outcome: JobOutcome | undefined = controlPlane.finished[0]?.outcome;
  return { isBegun, outcome };
}
