import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { prune } from "./prune.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

test("what was given up at a server is remembered for a year", async () => {
  const { teamId } = await aTeam(deps);
  const now = deps.clock.now();
  const year = 365 * 24 * 60 * 60_000;
  const given = (resourceId: string, createdAt: number) => ({ teamId, resourceId, serverId: "srv_1", createdAt });
  await deps.db.insert(schema.forgotten).values([given("app_old", now - year - 1), given("app_young", now - year)]);
  await prune(deps);
  expect(await deps.db.select({ id: schema.forgotten.resourceId }).from(schema.forgotten)).toEqual([
    { id: "app_young" },
  ]);
});
