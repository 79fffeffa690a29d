import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { askOverStream } from "../../runner/src/http-over-stream.ts";
import { liveName } from "../../runner/src/plan/names.ts";
import { run } from "../lab/command.ts";
import { cleanGit } from "../lab/forge/git.ts";
import type { LabServer } from "../lab/server.ts";
import type { World, WorldApplication } from "../support/world.ts";

/**
 * What a person who knows Docker well would put into one script: the shortest way from a commit to an answering version, over one open
 * SSH connection, without a downtime, without looking at what is there, without a log, without a second chance.
 */
export type Hand = {
  /** From the commit until the new container has the name that the proxy asks for. */
  deploy(commit: string): Promise<HandSteps>;
  /** The same from the image of the last deploy on. */
  redeploy(): Promise<void>;
  /** Stops the version before. */
  stopOld(): Promise<void>;
  close(): Promise<void>;
};

/** How long each step took, in ms. */
export type HandSteps = { fetch: number; build: number; start: number; probe: number; flip: number };

export type HandOrder = { world: World; server: LabServer; application: WorldApplication; network: string };

const port = 3_000;
const probeEveryMs = 20;

export async function openHand({ world, server, application, network }: HandOrder): Promise<Hand> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-hand-"));
  const mirror = join(folder, "mirror.git");
  const git = { url: application.repository.httpsUrl, env: gitEnvironment(world, application) };
  await run(["git", "init", "--quiet", "--bare", mirror]);
  const host = await openSshDockerHost({
    host: server.host,
    port: server.port,
    user: "root",
    privateKey: readFileSync(server.userKeyPath, "utf8"),
    authorizedKeysLine: "",
    hostKeys: [server.hostKey],
  });
  const live = liveName(application.id);
  let current: { id: string; image: string; commit: string } | undefined;
  let old: string | undefined;
  let count = 0;

  const release = async (image: string, commit: string) => {
    const lap = stopwatch();
    const name = `hand-${++count}`;
    const { id } = await host.docker.createContainer({
      name,
      Image: image,
      Env: [`FAIRLEAD_COMMIT=${commit}`],
      HostConfig: { NetworkMode: network },
    });
    const container = host.docker.getContainer(id);
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const start = lap();
    await probe(host, NetworkSettings.Networks[network]?.IPAddress ?? "");
    const answered = lap();
    if (current) await host.docker.getContainer(current.id).rename({ name: `${name}-old` });
    await container.rename({ name: live });
    old = current?.id;
    current = { id, image, commit };
    return { start, probe: answered, flip: lap() };
  };
  return {
    deploy: async (commit) => {
      const lap = stopwatch();
      const fetch = ["fetch", "--quiet", "--depth=1", "--no-tags", git.url, commit];
      await run(["git", `--git-dir=${mirror}`, ...fetch], { env: git.env });
      const fetched = lap();
      const image = await build(host, { mirror, commit });
      return { fetch: fetched, build: lap(), ...(await release(image, commit)) };
    },
    redeploy: async () => {
      if (!current) throw new Error("there is no image yet");
      await release(current.image, current.commit);
    },
    stopOld: async () => {
      if (old) await host.docker.getContainer(old).stop({ t: 10 });
      if (old) await host.docker.getContainer(old).remove();
    },
    close: async () => {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each call answers the ms since the one before. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return last - before;
  };
}

function gitEnvironment({ lab }: World, { repository }: WorldApplication): Record<string, string> {
  const basic = Buffer.from(`x:${repository.token}`).toString("base64");
  return {
    ...cleanGit,
    GIT_SSL_CAINFO: lab.forge.certificates.caFile,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}

async function build(host: DockerHost, { mirror, commit }: { mirror: string; commit: string }): Promise<string> {
  const archive = spawn("git", [`--git-dir=${mirror}`, "archive", "--format=tar", commit], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const archived = once(archive, "close");
  const { response } = await host.dockerRequest({
    method: "POST",
    path: "/build",
    query: { version: "2", t: `hand:${commit}`, rm: "1" },
    headers: { "Content-Type": "application/x-tar" },
    body: archive.stdout,
  });
  let answer = "";
  for await (const chunk of response) answer += String(chunk);
  await archived;
  const [, image] = /"id":"moby.image.id","aux":\{"ID":"(sha256:[0-9a-f]+)"/.exec(answer) ?? [];
  if (!image) throw new Error(`the build by hand made no image: ${answer.slice(-500)}`);
  return image;
}

async function probe(host: DockerHost, address: string): Promise<void> {
  for (let left = 500; left > 0; left--) {
    const request = { address: { host: address, port }, method: "GET" as const, path: "/", headers: { Host: "probe" } };
    const answer = await askOverStream(host, { ...request, timeoutMs: 2_000, maxBytes: 65_536 }).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, probeEveryMs));
  }
  throw new Error("the version by hand never answered");
}
