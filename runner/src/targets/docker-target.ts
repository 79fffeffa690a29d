import { buildImage } from "../build/build-image.ts";
import { createDockerDriver } from "../drivers/docker/apply.ts";
import { readPorts, readServerFacts } from "../drivers/docker/server-facts.ts";
import type { Host } from "../hosts/host.ts";
import { DialRefused } from "../hosts/host-fault.ts";
import { ensureRunnerKey } from "../hosts/ssh-keys.ts";
import { askOverStream, NoAnswerInTime } from "../http-over-stream.ts";
import type { ProbeAnswer } from "../plan/readiness.ts";
import type { ProbeRequest } from "../ports/target.ts";
import type { TargetOpener } from "../ports/target-opener.ts";
import { createCaddyProxy } from "../proxies/caddy/apply.ts";
import type { DockerServer, TargetTools } from "./target-tools.ts";

/** A server with Docker, behind whichever host it is reached by. */
export const openDocker: TargetOpener<DockerServer["kind"], TargetTools> = async (tools, request) => {
  const { effect, proxy, none } = request;
  const { clock, proxyImage: image, home } = tools;
  const { host, release } = await tools.hosts.acquire(request.target, request.signal);
  const driver = createDockerDriver({ host, effect });
  const { upstreams } = driver;
  return {
    label: host.label,
    driver,
    proxy: proxy === "caddy" ? createCaddyProxy({ host, effect, clock, image, upstreams }) : none,
    probe: (request) => probe(host, request),
    build: async (request) => buildImage(host, { ...request, key: (await ensureRunnerKey(home)).privateKey }),
    look: () => readServerFacts(host, clock),
    proxyPorts: () => readPorts(host),
    release,
  };
};

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
