import type { RefusedRoute, ServerRoutes } from "@fairlead/runner/contract";
import { dockerUpstreams } from "../../../runner/src/drivers/docker/upstreams.ts";
import { createCaddyProxy } from "../../../runner/src/proxies/caddy/apply.ts";
import type { ProofRow } from "../../../scripts/prove/proof.ts";
import { caddyImages, type Generation } from "../../lab/generation.ts";
import { anId, aReleaseWorld, type ReleaseWorld } from "../../release/release-world.ts";
import { until } from "../../support/until.ts";
import { badRoutes } from "./bad-routes.ts";
import { startVisitors, type Visitors } from "./visitors.ts";

export type Shown = { rows: ProofRow[]; failures: string[] };
type Order = { caddy: Generation; print: (line: string) => void };

const count = 50;
const lookMs = 2_000;

export async function quarantineUnderLoad(order: Order): Promise<Shown> {
  const world = await aReleaseWorld();
  try {
    world.tools.proxyImage = { ...world.tools.proxyImage, reference: caddyImages[order.caddy] };
    return await underLoad(world, order);
  } finally {
    await world.stop();
  }
}

async function underLoad(world: ReleaseWorld, { caddy, print }: Order): Promise<Shown> {
  const applications = Array.from({ length: count }, (_, index) => ({ id: anId("app"), host: `shop-${index}.test` }));
  const [first] = applications;
  const good = routesOf(applications.slice(0, -1));
  const last = applications.at(-1)?.id ?? "";
  let revision = 1;
  await sync(world, { ...good, revision });
  await startAll(world, applications);
  const ip = world.lab.server(0).host;
  const visitors = startVisitors(
    ip,
    applications.slice(0, -1).map(({ host }) => host),
  );
  const shown: Shown = { rows: [], failures: [] };
  const tell = (way: string, row: { told: string } & ProofRow) => {
    const { requests, failed } = visitors.seen();
    shown.rows.push({
      caddy: caddyImages[caddy],
      way,
      applications: count - 1,
      requests,
      failed: failed.length,
      ...row,
    });
    print(`${caddyImages[caddy]}: ${way}: ${requests} requests, ${failed.length} failed, told: ${row.told}`);
  };
  try {
    await untilServed(visitors, count - 1);
    for (const { way, routes } of badRoutes(first?.host ?? "")) {
      visitors.reset();
      revision += 1;
      const bad = { application: last, port: 3000, routes };
      const refused = await sync(world, { ...good, revision, applications: [...good.applications, bad] });
      await pause(lookMs);
      const told = refused.filter(({ application }) => application === last);
      if (told.length !== 1 || refused.length !== 1) shown.failures.push(`${way}: ${refused.length} routes were told`);
      shown.failures.push(
        ...visitors
          .seen()
          .failed.slice(0, 3)
          .map((reason) => `${way}: ${reason}`),
      );
      tell(way, { told: told[0]?.sentence ?? "nothing", "closed s": 0, "failed while closed": 0 });
    }
    await replaced(world, { caddy, visitors, tell, failures: shown.failures });
    return shown;
  } finally {
    await visitors.stop();
  }
}

type Replacement = {
  caddy: Generation;
  visitors: Visitors;
  tell: (way: string, row: { told: string } & ProofRow) => void;
  failures: string[];
};

/** The bad route stands in the row while another version takes the proxy's place: only the moment without any proxy is felt. */
async function replaced(world: ReleaseWorld, { caddy, visitors, tell, failures }: Replacement): Promise<void> {
  const { host, release } = await world.tools.hosts.acquire(world.target);
  try {
    visitors.reset();
    const startedAt = performance.now();
    await world.lab.server(0).exec(["docker", "rm", "--force", "fairlead-proxy"]);
    const reference = caddyImages[caddy === "newest" ? "stable" : "newest"];
    const image = { ...world.tools.proxyImage, reference };
    const proxy = createCaddyProxy({
      ...{ host, image, upstreams: dockerUpstreams },
      effect: (_name, work) => work(),
      clock: world.tools.clock,
    });
    await proxy.ensureRunning();
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    await pause(lookMs);
    const closed = visitors.seen().failed.length;
    visitors.reset();
    await pause(lookMs);
    tell(`then ${reference} in its place`, {
      told: "as before",
      "closed s": seconds,
      "failed while closed": closed,
    });
    failures.push(
      ...visitors
        .seen()
        .failed.slice(0, 3)
        .map((reason) => `after ${reference}: ${reason}`),
    );
  } finally {
    release();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function routesOf(applications: readonly { id: string; host: string }[]): ServerRoutes {
  return {
    revision: 1,
    networks: ["fairlead-test"],
    acme: null,
    trustedProxies: [],
    probeSecret: "probe-secret-for-tests-only",
    applications: applications.map(({ id, host }) => ({
      application: id,
      port: 3000,
      routes: [{ host, path: "/", scheme: "http", redirectTo: null, port: null }],
    })),
  };
}

async function sync(world: ReleaseWorld, routes: ServerRoutes): Promise<RefusedRoute[]> {
  const { result, error, log } = await world.run({ kind: "sync-routes", target: world.target, routes });
  if (result?.kind !== "sync-routes") throw new Error(log, { cause: error });
  return result.refused;
}

/** Fifty containers that answer under the names that the proxy asks for. */
async function startAll(world: ReleaseWorld, applications: readonly { id: string }[]): Promise<void> {
  const serve = "mkdir /w && echo here > /w/index.html && exec httpd -f -p 3000 -h /w";
  for (const { id } of applications) {
    const name = `live-${id.replace("_", "-")}`;
    const own = ["--name", name, "--network", "fairlead-test", "--label", "fairlead.test=quarantine"];
    await world.lab.server(0).exec(["docker", "run", "--detach", ...own, "busybox:1", "sh", "-c", serve]);
  }
}

const untilServed = (visitors: Visitors, wanted: number) =>
  until("every application to answer", async () => {
    visitors.reset();
    await pause(1_000);
    const { requests, failed } = visitors.seen();
    return failed.length === 0 && requests >= wanted ? true : undefined;
  });
