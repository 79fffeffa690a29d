import type http from "node:http";
import http2 from "node:http2";
import type { Duplex } from "node:stream";
import type { Random } from "../../../../api/src/testing/random.ts";
import { randomOf } from "../../../../api/src/testing/random.ts";
import { usualContainer } from "../../../../runner/contract/index.ts";
import { buildWithBuildkit } from "../../../../runner/src/build/buildkit.ts";
import { readBuildkitVersion } from "../../../../runner/src/build/buildkit-version.ts";
import { pullImage } from "../../../../runner/src/build/image.ts";
import { pullPushed } from "../../../../runner/src/build/pull-pushed.ts";
import { pushImage } from "../../../../runner/src/build/push-image.ts";
import { SessionWire } from "../../../../runner/src/build/session-wire.ts";
import { treeOf } from "../../../../runner/src/build/testing/tree-of.ts";
import { createDockerDriver } from "../../../../runner/src/drivers/docker/apply.ts";
import { openExitWatch } from "../../../../runner/src/drivers/docker/exit-watch.ts";
import { wantsInit } from "../../../../runner/src/drivers/docker/init.ts";
import { readMissing } from "../../../../runner/src/drivers/docker/missing-resources.ts";
import { readPorts, readServerFacts } from "../../../../runner/src/drivers/docker/server-facts.ts";
import type { DockerHost } from "../../../../runner/src/engine/docker-host.ts";
import { createFakeHost } from "../../../../runner/src/engine/fake-host.ts";
import { isPulledByUs, readImageIds } from "../../../../runner/src/engine/images.ts";
import { ensureNetwork } from "../../../../runner/src/engine/network.ts";
import { judgeMounts } from "../../../../runner/src/plan/judge-mounts.ts";
import { findProxy } from "../../../../runner/src/proxies/caddy/container.ts";
import { readMetadata } from "../../../../runner/src/proxies/caddy/read-metadata.ts";
import { aSpec, ids } from "../../../../runner/src/testing/builders.ts";
import { quietLog } from "../../../../runner/src/testing/quiet-log.ts";
import { containerId, honestAnswer } from "../docker-answers.ts";
import { aWord, inPieces, mutateBytes, mutateJson, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const states = ["running", "stopped", "crashing"];
const effect = <T>(_name: string, work: () => Promise<T>) => work();
const container = {
  id: containerId,
  name: "live-app",
  role: "live",
  isAside: false,
  state: "running",
  image: "x",
  release: { team: ids.team, resource: ids.resource, deployment: ids.deployment(1), number: 1, attempt: 1 },
  address: undefined,
  commit: undefined,
} as const;
const aCommand = { role: "command", line: "true" } as const;
const aStart = {
  release: container.release,
  spec: aSpec(),
  image: container.image,
  env: {},
  commit: undefined,
};
const login = { username: "robot", password: "hush" };
const aVolume = {
  id: ids.volume(1),
  name: "data",
  dockerName: "fairlead-vol-data",
  isAdopted: false,
  isMade: false,
  share: null,
};
const driverOf = (host: DockerHost) => createDockerDriver({ host, effect });
const signal = () => AbortSignal.timeout(4_000);

const aBuild = () => ({
  context: treeOf({ Dockerfile: "FROM scratch" }).openTar(),
  dockerfile: "Dockerfile",
  tag: "x:1",
  target: null,
  buildArgs: {},
  labels: {},
  noCache: false,
  secrets: {},
  credentialsFor: () => undefined,
  onEvent: () => undefined,
});

/** Everything that asks a daemon and reads its answer. */
const questions: Record<string, (host: DockerHost) => Promise<unknown>> = {
  containers: async (host) => {
    const strange = (await driverOf(host).observe(ids.resource)).find(({ state }) => !states.includes(state));
    if (strange) throw new TypeError(`${String(strange.state)} is taken for a state`);
  },
  "images of an application": (host) => driverOf(host).removeImages({ resource: ids.resource, keep: [], pulled: [] }),
  init: (host) => wantsInit(host, aStart),
  stop: (host) => driverOf(host).stop(container, 1),
  remove: (host) => driverOf(host).remove(container),
  "log tail": (host) => driverOf(host).logTail(container, 20),
  listeners: (host) => driverOf(host).listeners(container),
  "live name": (host) => driverOf(host).restoreLive(container),
  "facts of the server": (host) => readServerFacts(host, { now: () => 0 }),
  ports: (host) => readPorts(host),
  proxy: (host) => findProxy(host),
  "images by their names": async (host) => [await readImageIds(host), await isPulledByUs(host, "x")],
  network: (host) => ensureNetwork(host, "fairlead-test"),
  "missing resources": (host) => readMissing(host, [ids.resource]),
  metadata: (host) => readMetadata(host, { sleep: async () => undefined }),
  buildkit: (host) => readBuildkitVersion(host),
  build: (host) => buildWithBuildkit(host, { ...aBuild(), signal: signal() }),
  exit: async (host) => {
    const watch = await openExitWatch(host, { id: containerId, condition: "not-running" });
    try {
      return await watch.exited;
    } finally {
      watch.end();
    }
  },
  "a command of a release": async (host) => {
    const { watch } = await driverOf(host).startCommand({ ...aStart, ...aCommand, onOutput: () => undefined });
    watch.end();
  },
  "a version": async (host) => {
    const { watch } = await driverOf(host).start(aStart);
    watch.end();
  },
  "a command in a container": (host) =>
    driverOf(host).execute(container, { line: "true", timeoutMs: 200, signal: signal() }),
  "volumes by their names": async (host) => driverOf(host).volumes?.see(["fairlead-vol-data"]),
  "sizes of volumes": async (host) => driverOf(host).volumes?.measure(["fairlead-vol-data"], signal()),
  "a volume that goes": async (host) => driverOf(host).volumes?.remove(aVolume, { team: ids.team }),
  "folders of an image": async (host) => {
    const image = await driverOf(host).volumes?.inspectImage("x");
    const mounts = [{ volume: aVolume.id, path: "/data", isReadOnly: false }];
    const settings = { ...usualContainer, mounts };
    if (image) judgeMounts({ settings, team: ids.team, volumes: [aVolume], seen: [], image, env: {} });
  },
  pull: (host) =>
    pullImage(host, { image: "busybox:1", credentials: null, onEvent: () => undefined, signal: signal() }),
  push: (host) =>
    pushImage(host, {
      imageId: container.image,
      repository: "registry.test/shop",
      tags: ["1"],
      login,
      onHeard: () => undefined,
      signal: signal(),
    }),
  "what another server pushed": (host) =>
    pullPushed(host, {
      image: "registry.test/shop:1",
      login,
      release: container.release,
      log: quietLog([]),
      signal: signal(),
    }),
};

type Asked = { response: http.ServerResponse; url: string; honesty: number };

function answer(random: Random, { response, url, honesty }: Asked): void {
  const status = random.chance(Math.max(honesty, 0.6))
    ? 200
    : (random.pick([101, 204, 304, 400, 404, 409, 418, 500, 503, 599]) ?? 500);
  const honest = honestAnswer(url);
  const json = Buffer.from(JSON.stringify(random.chance(honesty) ? honest : mutateJson(random, honest)) ?? "undefined");
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

const sockets = Buffer.from("  sl local\n  0: 0100007F:0016 00000000:0000 0A\n");

/** A server of gRPC where one is asked for, or anything else that calls itself one. */
function upgrade(random: Random, stream: Duplex): void {
  stream.on("error", () => undefined);
  stream.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  if (random.chance(0.5)) {
    // The daemon of this test lives in the same process, which it must not end either.
    const session = http2.performServerHandshake(new SessionWire(stream));
    session.on("error", () => undefined);
    session.on("stream", (call) => {
      call.on("error", () => undefined);
      call.respond({ ":status": 200, "content-type": "application/grpc", "grpc-status": random.below(14) });
      call.end(someBytes(random, 80));
    });
  } else stream.end(someBytes(random, 300));
}

export const dockerJson: Target = {
  name: "docker-json",
  title: "answers of the Engine API to every question the driver, the check, the proxy and a pull ask",
  reads: [
    "runner/src/build/buildkit-version.ts",
    "runner/src/build/image.ts",
    "runner/src/build/pull-pushed.ts",
    "runner/src/build/push-image.ts",
    "runner/src/drivers/docker/execute.ts",
    "runner/src/drivers/docker/look-at-started.ts",
    "runner/src/drivers/docker/volumes.ts",
    "runner/src/plan/judge-mounts.ts",
    "runner/src/drivers/docker/exit-watch.ts",
    "runner/src/plan/shell-answer.ts",
    "runner/src/drivers/docker/init.ts",
    "runner/src/drivers/docker/start-command.ts",
    "runner/src/drivers/docker/listening.ts",
    "runner/src/engine/log-tail.ts",
    "runner/src/drivers/docker/told-exit-code.ts",
    "runner/src/engine/docker-modem.ts",
    "runner/src/drivers/docker/missing-resources.ts",
    "runner/src/proxies/caddy/read-metadata.ts",
    "runner/src/plan/explain-docker.ts",
    "runner/src/plan/start-command.ts",
  ],
  cases: 400,
  async tryOne(random) {
    const name = random.pick(Object.keys(questions)) ?? "containers";
    const seed = random.below(2 ** 31);
    // What is asked last is reached only behind answers that can be believed.
    const honesty = random.pick([0.4, 0.95]) ?? 0.4;
    const host = await createFakeHost({
      docker: (request, response) =>
        answer(randomOf(seed + (request.url?.length ?? 0)), { response, url: request.url ?? "", honesty }),
      upgrade: (_request, stream) => void upgrade(randomOf(seed), stream),
    });
    await host.files.makeDirectory("/proc/42/net");
    for (const table of ["tcp", "tcp6"]) await host.files.write(`/proc/42/net/${table}`, mutateBytes(random, sockets));
    try {
      await questions[name]?.(host);
      return name;
    } finally {
      await host.close();
    }
  },
};
