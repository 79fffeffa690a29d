import type { JobPayload, Route, ServerRoutes } from "@fairlead/runner/contract";
import { caddyImages, type Generation } from "../lab/generation.ts";
import { ask } from "../support/ask.ts";
import { readFixture } from "../support/fixtures.ts";
import { openWebsocket, startEvents, startLoad } from "./load.ts";
import { anId, aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

export type ChangeOrder = { caddy: Generation; swaps: number; changes: number; print: (line: string) => void };
export type ChangeReport = {
  caddy: string;
  swaps: number;
  changes: number;
  requests: number;
  failed: number;
  streams: number;
  "broken streams": number;
  "websockets closed by changes": number;
  reasons: string[];
};

/**
 * Domains of one application are added, changed and deleted while others use another application of the same server: whoever keeps a
 * connection and tries nothing twice notices nothing. Each change is looked at by a visitor.
 */
export async function changeDomainsUnderLoad(order: ChangeOrder): Promise<ChangeReport> {
  const world = await aReleaseWorld();
  try {
    world.tools.proxyImage = { ...world.tools.proxyImage, reference: caddyImages[order.caddy] };
    return await underLoad(world, order);
  } finally {
    await world.stop();
  }
}

async function underLoad(world: ReleaseWorld, { caddy, swaps, changes, print }: ChangeOrder): Promise<ChangeReport> {
  const application = await world.anApplication("shop");
  const files = await readFixture("healthy");
  const routes = await release(world, application, { ...files, "version.txt": "first\n" });
  const target = { host: application.host, ip: world.lab.server(0).host };
  const load = startLoad(target);
  const events = startEvents(target);
  const sockets = { closed: 0 };
  const reasons: string[] = [];
  const neighbour = anId("app");
  let revision = routes.revision;
  let socket = await openWebsocket(target);
  for (let change = 1; change <= changes; change++) {
    const own = neighboursRoutes(change);
    const applications = [...routes.applications, { application: neighbour, port: 3000, routes: own }];
    revision += 1;
    const payload: JobPayload = {
      kind: "sync-routes",
      target: world.target,
      routes: { ...routes, revision, applications },
    };
    const { error, log } = await world.run(payload);
    if (error) throw new Error(log, { cause: error });
    reasons.push(...(await lookAt(own, { ip: target.ip, change })));
    const answered = await Promise.race([socket.echo("still there"), socket.closed]);
    if (answered !== "still there") {
      sockets.closed += 1;
      socket = await openWebsocket(target);
    }
    if (swaps > 0 && change % Math.max(1, Math.floor(changes / swaps)) === 0) {
      await release(world, application, { ...files, "version.txt": `after ${change}\n` });
      await socket.closed;
      socket = await openWebsocket(target);
    }
    const { requests, failed } = load.seen();
    if (change % 10 === 0) print(`${caddyImages[caddy]}: ${change} changes, ${requests} requests, ${failed} failed`);
  }
  const { requests, failed } = await load.stop();
  const streamed = events.stop();
  return {
    caddy: caddyImages[caddy],
    swaps,
    changes,
    requests,
    failed: failed.length,
    streams: streamed.streams,
    "broken streams": streamed.broken.length,
    "websockets closed by changes": sockets.closed,
    reasons: [...reasons, ...failed.slice(0, 5), ...streamed.broken.slice(0, 5)],
  };
}

async function release(world: ReleaseWorld, application: TestApplication, files: Record<string, string | Buffer>) {
  const payload = await application.deployPayload(files);
  const { result, error, log } = await world.run(payload);
  if (!result || !payload.routes) throw new Error(log, { cause: error });
  return payload.routes satisfies ServerRoutes;
}

/** One more name, one that leads elsewhere, a part of a path, a wildcard: in turn, so that each comes and goes. */
function neighboursRoutes(change: number): Route[] {
  const host = `blog-${change}.example.test`;
  const kinds: Route[] = [
    { host, path: "/", scheme: "http", redirectTo: "blog.example.test", port: null },
    { host, path: "/api", scheme: "http", redirectTo: "blog.example.test", port: null },
    { host: `*.blog-${change}.example.test`, path: "/", scheme: "http", redirectTo: "blog.example.test", port: null },
    { host, path: "/", scheme: "http", redirectTo: `elsewhere-${change}.example.test`, port: null },
  ];
  const chosen = kinds[change % kinds.length];
  return chosen ? [chosen] : [];
}

async function lookAt([route]: Route[], { ip, change }: { ip: string; change: number }): Promise<string[]> {
  if (!route) return [];
  const host = route.host.replace("*", "any");
  const { status, headers } = await ask({ host, ip, path: route.path });
  const isRight = status === 308 && headers.location === `http://${route.redirectTo}${route.path}`;
  const before = await ask({ host: `blog-${change - 1}.example.test`, ip, path: "/api" });
  return [
    ...(isRight ? [] : [`change ${change}: ${host} answered ${status} ${headers.location}`]),
    ...(before.status === 404 ? [] : [`change ${change}: the name before still answers ${before.status}`]),
  ];
}
