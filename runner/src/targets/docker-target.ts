import { buildImage } from "../build/build-image.ts";
import { pullPushed } from "../build/pull-pushed.ts";
import { pushImage } from "../build/push-image.ts";
import { createDockerDriver } from "../drivers/docker/apply.ts";
import { readPorts, readServerFacts } from "../drivers/docker/server-facts.ts";
import { ensureRunnerKey } from "../hosts/ssh-keys.ts";
import type { TargetOpener } from "../ports/target-opener.ts";
import { createCaddyProxy } from "../proxies/caddy/apply.ts";
import { checkRegistry } from "../registry/check-registry.ts";
import { readDigest } from "../registry/read-digest.ts";
import { askContainer } from "./ask-container.ts";
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
    probe: (request) => askContainer({ host, driver }, request),
    build: async (request) => buildImage(host, { ...request, key: (await ensureRunnerKey(home)).privateKey }),
    push: (request) => pushImage(host, request),
    pullPushed: (request) => pullPushed(host, request),
    look: () => readServerFacts(host, clock),
    proxyPorts: () => readPorts(host),
    checkRegistry: (check) => checkRegistry(host, check),
    readDigest: (question) => readDigest(host, question),
    release,
  };
};
