import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aPerson, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { prune } from "./prune.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

test("sessions that ended go, those that are used stay", async () => {
  const { userId } = await aPerson(deps);
  const now = deps.clock.now();
  const session = (id: string, expiresAt: number) => ({
    id,
    token: id,
    userId,
    expiresAt: new Date(expiresAt),
    createdAt: new Date(now),
    updatedAt: new Date(now),
  });
  await deps.db.insert(schema.session).values([session("ended", now - 1), session("used", now + 1)]);
  await prune(deps);
  expect(await deps.db.select({ id: schema.session.id }).from(schema.session)).toEqual([{ id: "used" }]);
});
