import { expect, test } from "vitest";
import { keptConnections } from "../release/load.ts";
import { upgradeUnderLoad } from "./upgrade.ts";

test("an upgrade of control plane and runner costs a kept connection at most, once, and every pair of versions deploys", async () => {
  const { requests, from, byOld, byNew, later, loads, versions } = await upgradeUnderLoad();
  const told = `failed: ${byOld} while the old runner deployed, ${byNew} at the one load of the new one, ${later} later`;
  process.stdout.write(`${requests} requests during the upgrade from ${from}, ${told}\n`);
  expect({ byOld, later, loads, versions }).toEqual({
    byOld: 0,
    later: 0,
    loads: 1,
    versions: ["first", "by the old runner", "by the new runner"],
  });
  // The document of 0.1.0 ends at once when another follows it. Of each connection that a client keeps, a request that is on its way in
  // that very moment is lost, unless the client asks again as browsers do. Documents of today end without: loads.lab.test.ts.
  expect(byNew).toBeLessThanOrEqual(keptConnections);
});
