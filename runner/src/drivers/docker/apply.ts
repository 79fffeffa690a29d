import type { ContainerCreateOptions } from "dockerode";
import { dockerAbility } from "../../../contract/index.ts";
import { callDocker, statusOf } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { DockerAnswered } from "../../engine/docker-refusal.ts";
import { observeImages, removeImages } from "../../engine/images.ts";
import { readLogTail } from "../../engine/log-tail.ts";
import { startOnNetwork } from "../../engine/network.ts";
import type { Effect } from "../../journal/effects.ts";
import { StepFailed } from "../../outcome.ts";
import { planImageSweep } from "../../plan/image-sweep.ts";
import { isToBeMade, unnamedVolumes } from "../../plan/judge-mounts.ts";
import { candidateName, type Release, retiredName } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import type { ExitWatch, OwnDriver, StartRequest } from "../../ports/driver.ts";
import { execute } from "./execute.ts";
import { openExitWatch } from "./exit-watch.ts";
import { flip, flipBack, restoreLive } from "./flip.ts";
import { isOfInit, wantsInit } from "./init.ts";
import { readListeners } from "./listening.ts";
import { lookAtStarted } from "./look-at-started.ts";
import { readMissing } from "./missing-resources.ts";
import { observeContainers } from "./observe.ts";
import { putFiles } from "./put-files.ts";
import { rename } from "./rename.ts";
import { renderCommand, renderContainer } from "./render.ts";
import { startCommand } from "./start-command.ts";
import { stepAside } from "./step-aside.ts";
import { dockerUpstreams } from "./upstreams.ts";
import { dockerVolumes } from "./volumes.ts";

const dockerCapabilities = { ...dockerAbility, exec: true, volumes: true };

/** The driver over one server's Engine API. `effect` brackets every change. */
export function createDockerDriver({ host, effect }: { host: DockerHost; effect: Effect }): OwnDriver {
  const tools = { host, effect };
  const container = ({ id }: ObservedContainer) => host.docker.getContainer(id);
  return {
    capabilities: dockerCapabilities,
    upstreams: dockerUpstreams,
    volumes: dockerVolumes(tools),
    observe: (resource) => observeContainers(host, resource),
    start: (request) => start(tools, request),
    startCommand: (order) =>
      startCommand(
        { ...tools, makeVolumes, create: (asked) => createContainer(host, renderCommand(asked), asked.release) },
        order,
      ),
    execute: ({ id }, order) => execute(host, { id, order }),
    watch: ({ id }) => lazyWatch(openExitWatch(host, { id, condition: "not-running" })),
    flip: (order) => flip(tools, order),
    flipBack: (order) => flipBack(tools, order),
    stepAside: (order) => stepAside(tools, order),
    restoreLive: (one) => effect("repair", () => restoreLive(host, one)),
    settle: (one) => effect("settle", () => rename(host, { container: one, name: retiredName(one.release) })),
    // 304: it does not run. 404: it is gone.
    stop: async (one, graceSeconds) => {
      await effect("stop", () => callDocker(container(one).stop({ t: graceSeconds }), { accepted: [304, 404] }));
    },
    startAgain: async (one) => {
      await effect("start", () => callDocker(container(one).start(), { accepted: [304] }));
    },
    restart: async (one, graceSeconds) => {
      await effect("restart", () => callDocker(container(one).restart({ t: graceSeconds })));
    },
    remove: (one) => effect("remove", () => removeContainer(host, one)),
    discard: (one) => effect("discard", () => removeContainer(host, one)),
    removeImages: async (sweep) => {
      const names = planImageSweep(sweep, await observeImages(host, sweep.resource));
      if (names.length > 0) await effect("remove-images", () => removeImages(host, names));
    },
    missing: (expected) => readMissing(host, expected),
    logTail: (one, lines) => readLogTail(host, { id: one.id, lines }),
    listeners: ({ id }) => readListeners(host, id),
  };
}

type Tools = { host: DockerHost; effect: Effect };

/** Whether the server has an init is known by whether it can start one: most do, and asking first would cost every deployment a call. */
async function start(tools: Tools, request: StartRequest) {
  const init = await wantsInit(tools.host, request);
  await makeVolumes(tools, request);
  try {
    return { ...(await begin(tools, { request, init })), lacksInit: false };
  } catch (error) {
    if (!init || !isOfInit(error)) throw error;
    return { ...(await begin(tools, { request, init: false })), lacksInit: true };
  }
}

/** Before the container that mounts them, so that each carries our labels from its first byte on. */
async function makeVolumes(tools: Tools, { volumes = [], release: { team } }: StartRequest): Promise<void> {
  const { make } = dockerVolumes(tools);
  for (const volume of volumes) if (isToBeMade(volume)) await make(volume, { team });
}

async function begin({ host, effect }: Tools, { request, init }: { request: StartRequest; init: boolean }) {
  const { release, image } = request;
  const id = await effect("create", () => createContainer(host, renderContainer(request, { init }), release));
  const made: ObservedContainer = {
    id,
    name: candidateName(release),
    role: "candidate",
    isAside: false,
    state: "running",
    image,
    release,
    imageOrigin: request.imageOrigin,
    address: undefined,
    commit: request.commit,
  };
  let watch: ExitWatch | undefined;
  try {
    await putFiles({ host, effect }, { id, files: request.files });
    watch = await openExitWatch(host, { id, condition: "next-exit" });
    await effect("start", () => startOnNetwork(host, { id, network: request.spec.network }));
    const { address, runs, mounts } = await lookAtStarted(host, id);
    // One that ended already has none either, and its end is told by the watch.
    if (address === undefined && runs) throw noAddress(request.spec.network);
    return {
      container: { ...made, address },
      watch,
      unnamedVolumes: unnamedVolumes(mounts, request.volumes ?? []),
    };
  } catch (error) {
    watch?.end();
    await effect("discard", () => removeContainer(host, made)).catch(() => undefined);
    throw error;
  }
}

const noAddress = (network: string) =>
  new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: `Docker gave the container no IPv4 address on the network ${network}, so neither we nor the proxy could reach it.`,
    evidence: [],
    nextAction: `See with \`docker network inspect ${network}\` whether it has IPv4; remove it with \`docker network rm ${network}\` and deploy again, and it is made anew.`,
  });

/** A container of the same name is from an earlier try of this very attempt: it is replaced. */
async function createContainer(
  host: DockerHost,
  options: ContainerCreateOptions,
  { resource }: Release,
): Promise<string> {
  try {
    const { id } = await host.docker.createContainer(options);
    if (id) return id;
  } catch (error) {
    if (statusOf(error) !== 409) await callDocker(Promise.reject(error));
  }
  const observed = await observeContainers(host, resource);
  const earlier = observed.find((each) => each.name === options.name);
  if (earlier) await removeContainer(host, earlier);
  const made = await callDocker(host.docker.createContainer(options));
  if (!made?.id) throw new DockerAnswered(500, "it made a container and named none");
  return made.id;
}

/** By id, and ids come from observing by label only: neither changes during a container's life. */
async function removeContainer(host: DockerHost, one: ObservedContainer): Promise<void> {
  await callDocker(host.docker.getContainer(one.id).remove({ force: true, v: true }), { accepted: [404, 409] });
}

/** The request is sent at once; its failure is the watch's failure. */
function lazyWatch(opening: Promise<ExitWatch>): ExitWatch {
  const exited = opening.then((watch) => watch.exited);
  exited.catch(() => undefined);
  return {
    exited,
    end: () =>
      void opening.then(
        (watch) => watch.end(),
        () => undefined,
      ),
  };
}
