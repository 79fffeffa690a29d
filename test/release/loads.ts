import { caddyImages, type Generation } from "../lab/generation.ts";
import { readFixture } from "../support/fixtures.ts";
import { startLoad } from "./load.ts";
import { aReleaseWorld, type ReleaseWorld } from "./release-world.ts";

export type LoadsReport = { caddy: string; loads: number; requests: number; failed: number; reasons: string[] };

/** The document of the proxy is written anew, again and again, while clients that keep connections and try nothing twice use an application. */
export async function loadUnderLoad(order: {
  caddy: Generation;
  loads: number;
  print: (line: string) => void;
}): Promise<LoadsReport> {
  const world = await aReleaseWorld();
  try {
    world.tools.proxyImage = { ...world.tools.proxyImage, reference: caddyImages[order.caddy] };
    return await underLoad(world, order);
  } finally {
    await world.stop();
  }
}

async function underLoad(world: ReleaseWorld, { caddy, loads, print }: Parameters<typeof loadUnderLoad>[0]) {
  const application = await world.anApplication("shop");
  const payload = await application.deployPayload(await readFixture("healthy"));
  const { result, error, log } = await world.run(payload);
  if (!result || !payload.routes) throw new Error(log, { cause: error });
  const load = startLoad({ host: application.host, ip: world.lab.server(0).host });
  for (let number = 1; number <= loads; number++) {
    const routes = {
      ...payload.routes,
      revision: payload.routes.revision + number,
      acme: { email: `person-${number}@example.test`, directory: null, trustedRoots: null },
    };
    const before = load.seen().requests;
    const ran = await world.run({ kind: "sync-routes", target: world.target, routes });
    if (ran.error) throw new Error(ran.log, { cause: ran.error });
    // Between two loads the clients are at their pace again.
    while (load.seen().requests < before + 500) await new Promise((resolve) => setImmediate(resolve));
    print(`${caddyImages[caddy]}: load ${number}, ${load.seen().requests} requests, ${load.seen().failed} failed`);
  }
  const { requests, failed } = await load.stop();
  return { caddy: caddyImages[caddy], loads, requests, failed: failed.length, reasons: failed.slice(0, 5) };
}
