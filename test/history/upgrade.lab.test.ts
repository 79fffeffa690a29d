import { expect, test } from "vitest";
import { complaintsOf, inShort } from "./judge-upgrade.ts";
import { releases } from "./releases.ts";
import { upgradeUnderLoad } from "./upgrade.ts";

// The oldest is the furthest way. `npm run prove -- upgrade` goes every way from every release.
test("the oldest release is replaced by this one under load, and every pair of versions on the way deploys", async () => {
  const [from] = releases;
  if (!from) throw new Error("No release is kept.");
  const upgrade = { from, first: "control plane" } as const;
  const report = await upgradeUnderLoad(upgrade);
  process.stdout.write(`${inShort(upgrade, report)}\n`);
  expect(complaintsOf(upgrade, report)).toEqual([]);
});
