import type { PayloadOf } from "../../contract/index.ts";
import { createDockerDriver } from "../drivers/docker/apply.ts";
import type { Host } from "../hosts/host.ts";
import { DialRefused } from "../hosts/host-fault.ts";
import { ensureRunnerKey } from "../hosts/ssh-keys.ts";
import { askOverStream, NoAnswerInTime } from "../http-over-stream.ts";
import type { ProbeAnswer } from "../plan/readiness.ts";
import { createCaddyProxy } from "../proxies/caddy/apply.ts";
import { noProxy } from "../proxies/none.ts";
import type { DeployTarget, ProbeRequest } from "../steps/deploy-context.ts";
import type { Effect } from "../steps/effects.ts";
import { buildImage } from "./build-image.ts";
import type { JobTools } from "./job-tools.ts";

/** A server with Docker, behind whichever host it is reached by. */
export function dockerTarget(
  { clock, proxyImage, home }: JobTools,
  {
    host,
    effect,
    release,
    routes,
  }: { host: Host; effect: Effect; release: () => void; routes: PayloadOf<"deploy">["routes"] },
): DeployTarget {
  return {
    label: host.label,
    driver: createDockerDriver({ host, effect }),
    proxy: routes ? createCaddyProxy({ host, effect, clock, image: proxyImage }) : noProxy,
    probe: (request) => probe(host, request),
    build: async (request) => buildImage(host, { ...request, key: (await ensureRunnerKey(home)).privateKey }),
    release,
  };
}

/** Asks from the server's network, outside the container. Everything a container can do wrong is an answer. */
async function probe(host: Host, request: ProbeRequest): Promise<ProbeAnswer> {
  const { address, port, path, headers, timeoutMs, signal } = request;
  try {
    if (path === null) {
      const stream = await host.dial({ host: address, port }, { timeoutMs, signal });
      stream.on("error", () => undefined);
      stream.destroy();
      return { kind: "accepted" };
    }
    const asked = { address: { host: address, port }, method: "GET", path, headers, timeoutMs, signal } as const;
    const { status, headers: answered } = await askOverStream(host, { ...asked, maxBytes: 16_384 });
    return { kind: "status", status, location: answered.location };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DialRefused) return { kind: error.reason === "timeout" ? "timeout" : "refused" };
    if (error instanceof NoAnswerInTime) return { kind: "timeout" };
    if (isLost(error)) throw error;
    return { kind: "broken", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Errors of HTTP say what the application did; errors of the way there are ours to pass on. */
const isLost = (error: unknown) => error instanceof Error && "causeClass" in error;
