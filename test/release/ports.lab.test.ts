import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServerRoutes, usualContainer } from "../../runner/contract/index.ts";
import { createDockerDriver } from "../../runner/src/drivers/docker/apply.ts";
import { dockerUpstreams } from "../../runner/src/drivers/docker/upstreams.ts";
import { ownDriverLaws } from "../../runner/src/drivers/driver.suite.ts";
import { through } from "../../runner/src/drivers/driver-world.suite.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { imageTag, labelsOf, type Release } from "../../runner/src/plan/names.ts";
import { createCaddyProxy } from "../../runner/src/proxies/caddy/apply.ts";
import { proxyLaws } from "../../runner/src/proxies/proxy.suite.ts";
import { aSpec } from "../../runner/src/testing/builders.ts";
import { fileIn } from "../../runner/src/testing/file-in.ts";
import { labellingHost } from "../../runner/src/testing/labelling-host.ts";
import { caddyImages, usualCaddy } from "../lab/generation.ts";
import { ask } from "../support/ask.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import { anId, aReleaseWorld, type ReleaseWorld, type TestApplication, team } from "./release-world.ts";

let world: ReleaseWorld;
let host: DockerHost;
let image: string;
let application: TestApplication;
let upstream: string;
let revision = 100;

beforeAll(async () => {
  world = await aReleaseWorld();
  ({ host } = await world.tools.hosts.acquire(world.target));
  image = (await host.docker.getImage("busybox:1").inspect()).Id;
  application = await world.anApplication("shop");
  const deployed = await world.run(await application.deployPayload(await readFixture("healthy")));
  if (deployed.result?.kind !== "deploy") throw new Error(deployed.log, { cause: deployed.error });
  const { NetworkSettings } = await host.docker.getContainer(deployed.result.container).inspect();
  upstream = `${NetworkSettings.Networks["fairlead-test"]?.IPAddress}:3000`;
});
afterAll(() => world?.stop());

/** Images as builds and pulls bring them, made from a base image by Docker alone. */
function imagesOf(on: DockerHost, base: string) {
  const make = async (labels: Record<string, string>, name?: string): Promise<string> => {
    const { id } = await on.docker.createContainer({ Image: base });
    const changes = Object.entries({ ...labels, "test.made": anId("job") }).map(
      ([key, value]) => `LABEL ${key}=${value}`,
    );
    const [repo, tag] = name?.split(":") ?? [];
    const made: unknown = await on.docker.getContainer(id).commit({ changes, ...(repo ? { repo, tag } : {}) });
    await on.docker.getContainer(id).remove();
    if (typeof made !== "object" || made === null || !("Id" in made)) throw new Error("Docker names no image");
    return String(made.Id);
  };
  return {
    build: (release: Release, labels = labelsOf) => make(labels(release), imageTag(release)),
    pull: () => make({}),
    nameImage: async (id: string) => void (await on.docker.getImage(id).tag({ repo: "somebody/else", tag: "1" })),
    imagesLeft: async (asked: readonly string[]) => {
      const listed = new Set((await on.docker.listImages({ all: true })).map(({ Id }) => Id));
      return asked.filter((id) => listed.has(id));
    },
  };
}

describe("the Docker driver", () => {
  ownDriverLaws(async () => {
    const own = anId("app");
    const deployments = new Map<number, string>();
    return {
      resource: own,
      driver: (effect) => createDockerDriver({ host, effect }),
      labelling: (labels) => createDockerDriver({ host: labellingHost(host, labels), effect: through }),
      aRelease: ({ number, attempt = 1 }) => {
        const deployment = deployments.get(number) ?? anId("dep");
        deployments.set(number, deployment);
        return { team, resource: own, deployment, number, attempt };
      },
      specOf: ({ deployment, number }, does) =>
        aSpec({
          application: own,
          deployment,
          number,
          network: "fairlead-suite",
          container: {
            ...usualContainer,
            port: 3000,
            command: does === "keeps" ? "exec sleep 600" : "sleep 0.5; exit 3",
            stopGraceSeconds: 1,
            memoryBytes: 33_554_432,
            cpus: 0.5,
            pidsLimit: 64,
          },
        }),
      image,
      ...imagesOf(host, image),
      fileIn: (container, path) => fileIn(host, { container, path }),
      let: () => undefined,
    };
  });
});

test("further ports of the server lead to the process, bound to the server itself unless said", async () => {
  const at = { address: "127.0.0.1", target: 3_000, protocol: "tcp" as const };
  const publishedPorts = [
    { ...at, port: 15_991 },
    { ...at, port: 15_992, address: "0.0.0.0", target: 5_353, protocol: "udp" as const },
  ];
  const payload = await application.deployPayload(await readFixture("healthy"), (spec) => ({
    ...spec,
    procedure: "replace",
    container: { ...spec.container, publishedPorts },
  }));
  const { result, log, error } = await world.run(payload);
  if (result?.kind !== "deploy") throw new Error(log, { cause: error });
  const docker = async (...command: string[]) => (await world.lab.server(0).exec(["docker", ...command])).stdout;
  const fetch = ["wget", "-qO-", "http://127.0.0.1:15991/"];
  expect(await docker("run", "--rm", "--network", "host", "busybox:1", ...fetch)).not.toBe("");
  expect((await docker("port", result.container)).trim().split("\n").sort()).toEqual([
    "3000/tcp -> 127.0.0.1:15991",
    "5353/udp -> 0.0.0.0:15992",
  ]);
});

describe("the Caddy proxy", () => {
  const openFrom = (reference: string, effect = through) =>
    createCaddyProxy({
      host,
      effect,
      clock: world.tools.clock,
      image: { ...world.tools.proxyImage, reference },
      upstreams: dockerUpstreams,
    });
  const routesFor = (name: string, wanted: number, trustedProxies: string[] = []): ServerRoutes => ({
    revision: wanted,
    networks: ["fairlead-test"],
    acme: null,
    trustedProxies,
    probeSecret: "probe-secret-for-tests-only",
    applications: [
      {
        application: application.id,
        port: 3000,
        routes: [{ host: name, path: "/", scheme: "http", redirectTo: null, port: null }],
      },
    ],
  });
  /** What the application is told of a client that claims to be another one. */
  const toldOf = async (name: string) => {
    const headers = { "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https" };
    const { body } = await ask({ host: name, ip: world.lab.server(0).host, path: "/", headers });
    return (JSON.parse(body) as { headers: Record<string, string> }).headers;
  };

  test("scheme and client are believed from whoever stands before the proxy by name, and from nobody else", async () => {
    const proxy = openFrom(caddyImages[usualCaddy]);
    await proxy.ensure(routesFor("front.test", ++revision));
    const stranger = await toldOf("front.test");
    expect(stranger["x-forwarded-proto"]).toBe("http");
    expect(stranger["x-forwarded-for"]).not.toContain("198.51.100.7");
    const near = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"];
    expect(await proxy.ensure(routesFor("front.test", ++revision, near))).toMatchObject({ settings: null });
    const believed = await until("the new settings to be in force", async () => {
      const told = await toldOf("front.test");
      return told["x-forwarded-proto"] === "https" ? told : undefined;
    });
    expect(believed["x-forwarded-for"]).toMatch(/^198\.51\.100\.7, /);
    await proxy.ensure(routesFor("front.test", ++revision));
  });
  const docker = (...command: string[]) => world.lab.server(0).exec(["docker", ...command]);
  proxyLaws(() => ({
    open: (effect) => openFrom(caddyImages[usualCaddy], effect),
    openOther: () => openFrom(caddyImages[usualCaddy === "newest" ? "stable" : "newest"]),
    remove: async () => void (await docker("rm", "--force", "fairlead-proxy")),
    cutOff: async () => void (await docker("network", "disconnect", "fairlead-test", "fairlead-proxy")),
    routesFor,
    nextRevision: () => ++revision,
    ask: async (name, path = "/") => (await ask({ host: name, ip: world.lab.server(0).host, path })).status,
    upstream,
    restart: async () => {
      await docker("kill", "fairlead-proxy");
      await docker("start", "fairlead-proxy");
      await until("the proxy to listen again", async () =>
        (await ask({ host: "nobody.test", ip: world.lab.server(0).host, path: "/" })).status === 404 ? true : undefined,
      );
    },
  }));
});
