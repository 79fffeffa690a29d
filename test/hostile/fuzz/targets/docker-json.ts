import type http from "node:http";
import type { Random } from "../../../../api/src/testing/random.ts";
import { randomOf } from "../../../../api/src/testing/random.ts";
import { pullImage } from "../../../../runner/src/build/image.ts";
import { createDockerDriver } from "../../../../runner/src/drivers/docker/apply.ts";
import { openExitWatch } from "../../../../runner/src/drivers/docker/exit-watch.ts";
import { createFakeHost } from "../../../../runner/src/hosts/fake-host.ts";
import type { Host } from "../../../../runner/src/hosts/host.ts";
import { readPorts, readServerFacts } from "../../../../runner/src/jobs/server-facts.ts";
import { findProxy } from "../../../../runner/src/proxies/caddy/container.ts";
import { ids } from "../../../../runner/src/testing/builders.ts";
import { containerId, honestAnswer } from "../docker-answers.ts";
import { aWord, inPieces, mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const states = ["running", "stopped", "crashing"];
const effect = <T>(_name: string, work: () => Promise<T>) => work();
const container = {
  id: containerId,
  name: "live-app",
  state: "running",
  image: "x",
  release: { team: ids.team, application: ids.application, deployment: ids.deployment(1), number: 1, attempt: 1 },
  address: undefined,
  commit: undefined,
} as const;
const driverOf = (host: Host) => createDockerDriver({ host, effect });
const signal = () => AbortSignal.timeout(4_000);

/** Everything that asks a daemon and reads its answer. */
const questions: Record<string, (host: Host) => Promise<unknown>> = {
  containers: async (host) => {
    const strange = (await driverOf(host).observe(ids.application)).find(({ state }) => !states.includes(state));
    if (strange) throw new TypeError(`${String(strange.state)} is taken for a state`);
  },
  "images of an application": (host) =>
    driverOf(host).removeImages({ application: ids.application, keep: [], pulled: [] }),
  stop: (host) => driverOf(host).stop(container, 1),
  remove: (host) => driverOf(host).remove(container),
  "log tail": (host) => driverOf(host).logTail(container, 20),
  listeners: (host) => driverOf(host).listeners(container),
  "live name": (host) => driverOf(host).restoreLiveName(container),
  "facts of the server": (host) => readServerFacts(host, { now: () => 0 }),
  ports: (host) => readPorts(host),
  proxy: (host) => findProxy(host),
  exit: async (host) => {
    const watch = await openExitWatch(host, { id: containerId, condition: "not-running" });
    try {
      return await watch.exited;
    } finally {
      watch.end();
    }
  },
  pull: (host) =>
    pullImage(host, { image: "busybox:1", credentials: null, onEvent: () => undefined, signal: signal() }),
};

function answer(random: Random, { response, url }: { response: http.ServerResponse; url: string }): void {
  const status = random.chance(0.6) ? 200 : (random.pick([101, 204, 304, 400, 404, 409, 418, 500, 503, 599]) ?? 500);
  const json = Buffer.from(JSON.stringify(mutateJson(random, honestAnswer(url))) ?? "undefined");
  const type = random.chance(0.8) ? "application/json" : encodeURIComponent(aWord(random).slice(0, 200).toWellFormed());
  if (status === 101) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": type });
  for (const piece of inPieces(random, random.chance(0.3) ? mutateBytes(random, json) : json)) response.write(piece);
  if (random.chance(0.1)) response.destroy();
  else response.end();
}

export const dockerJson: Target = {
  name: "docker-json",
  title: "answers of the Engine API to every question the driver, the check, the proxy and a pull ask",
  cases: 300,
  async tryOne(random) {
    const name = random.pick(Object.keys(questions)) ?? "containers";
    const seed = random.below(2 ** 31);
    const host = await createFakeHost({
      docker: (request, response) =>
        answer(randomOf(seed + (request.url?.length ?? 0)), { response, url: request.url ?? "" }),
    });
    try {
      await questions[name]?.(host);
      return name;
    } finally {
      await host.close();
    }
  },
};
