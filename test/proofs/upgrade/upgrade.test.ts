import { expect, test } from "vitest";
import { upgradeUnderLoad } from "../../history/upgrade.ts";

test.each([1, 2, 3])("upgrade %i", async () => {
  const { requests, byOld, byNew, later, loads } = await upgradeUnderLoad();
  expect(
    byOld + byNew + later,
    `of ${requests} requests ${byOld} failed while the old runner deployed, ${byNew} at ${loads} load, ${later} later`,
  ).toBe(0);
});
