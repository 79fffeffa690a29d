import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { readFixture } from "../support/fixtures.ts";
import { aReleaseWorld, type ReleaseWorld } from "./release-world.ts";

let world: ReleaseWorld;
beforeAll(async () => {
  world = await aReleaseWorld();
});
afterAll(() => world?.stop());

test("a check, routes and a deployment that meet on a fresh server leave one proxy on one network, and the site answers", async () => {
  const application = await world.anApplication("shop");
  const deploy = await application.deployPayload(await readFixture("healthy"));
  const { target } = world;
  if (!deploy.routes) throw new Error("the world's applications have routes");
  const ran = await Promise.all([
    world.run({ kind: "check-server", target, proxy: "caddy", expected: [], certificates: [] }),
    world.run({ kind: "sync-routes", target, routes: deploy.routes }),
    world.run(deploy),
  ]);
  expect(ran.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  const [checked] = ran;
  const lines = checked.result?.kind === "check-server" ? checked.result.lines : [];
  expect(lines.filter(({ status }) => status === "failed")).toEqual([]);
  const { stdout } = await world.lab.server(0).exec(["docker", "network", "ls", "--format", "{{.Name}}"]);
  const made = stdout.split("\n").filter((name) => name.startsWith("fairlead-"));
  expect(made.sort()).toEqual(["fairlead-proxy", "fairlead-test"]);
  const { status } = await ask({ host: application.host, ip: world.lab.server(0).host, path: "/" });
  expect(status).toBe(200);
});
