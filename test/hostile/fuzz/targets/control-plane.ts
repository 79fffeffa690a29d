import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "../../../../api/src/testing/random.ts";
import { createControlPlane } from "../../../../runner/src/agent/control-plane.ts";
import { ControlPlaneError } from "../../../../runner/src/agent/control-plane-error.ts";
import { ids } from "../../../../runner/src/testing/builders.ts";
import { aCadence } from "../../../../runner/src/testing/fake-control-plane.ts";
import { whatARunnerDoes } from "../../a-runner.ts";
import { payloads } from "../../payloads.ts";
import { aWord, inPieces, mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const lease = { job: ids.job(1), lease: "lease", attempt: 1 };
const secrets = {
  env: { KEY: "value-of-a-secret" },
  gitToken: null,
  gitUser: null,
  registry: null,
  push: null,
  registries: [],
};
const claimed = (payload: unknown) => ({
  lease,
  leaseMs: 60_000,
  deadlineMs: 60_000,
  payload,
  secrets,
  cadence: aCadence,
});

/** One answer of a control plane, or of a proxy before it. */
async function answering(random: Random, body: Buffer, ask: (url: string) => Promise<unknown>): Promise<void> {
  const server = createServer((request, response) => {
    request.resume();
    const status = random.pick([200, 200, 200, 204, 301, 400, 401, 409, 429, 500, 502]) ?? 200;
    const pause = random.pick(["1", "-3", "x", "1e99"]) ?? "1";
    response.writeHead(status, { "retry-after": pause, "fairlead-contract": random.pick(["1", "x", "9e9", "-1"]) });
    for (const piece of inPieces(random, body)) response.write(piece);
    if (random.chance(0.1)) response.destroy();
    else response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) throw error;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function aBody(random: Random): Buffer {
  const value = claimed(random.pick(payloads));
  const bytes = Buffer.from(JSON.stringify(random.chance(0.2) ? value : mutateJson(random, value)) ?? "");
  return random.chance(0.3) ? mutateBytes(random, bytes) : bytes;
}

async function asked(random: Random): Promise<string> {
  const claim = { key: "k".repeat(16), waitMs: 0, version: "1", holding: [] };
  const name = random.pick(["claim", "progress", "finish"] as const) ?? "claim";
  await answering(random, aBody(random), async (url) => {
    const client = createControlPlane({ url, credential: "x", version: "1" });
    if (name === "claim") await client.claim(claim, AbortSignal.timeout(3_000));
    if (name === "progress") await client.progress({ lease, steps: [], chunks: [] });
    if (name === "finish")
      await client.finish({ lease, key: "k".repeat(16), outcome: { kind: "cancelled" }, chunkCount: 0 });
  });
  return name;
}

async function worked(random: Random): Promise<string> {
  const payload = random.chance(0.3) ? aWord(random) : mutateJson(random, random.pick(payloads));
  const given = random.chance(0.5) ? secrets : mutateJson(random, secrets);
  const { isBegun } = await whatARunnerDoes({ payload, secrets: given, lease });
  return isBegun ? "begun" : "refused";
}

/** The runner is told jobs by whoever sits between it and its control plane, and by rows that somebody planted there. */
export const controlPlane: Target = {
  name: "control-plane",
  title: "answers of a control plane to a runner, and the jobs in them",
  reads: ["runner/src/agent/control-plane.ts", "runner/src/agent/job-secrets.ts", "runner/src/agent/run-job.ts"],
  cases: 200,
  tryOne: (random) => (random.chance(0.5) ? asked(random) : worked(random)),
};
