import { afterEach, beforeEach, expect, test } from "vitest";
import { createProject } from "../../places/projects/create-project.ts";
import { insertEnvironment } from "../../places/projects/environments.store.ts";
import { conflict } from "../../rules/errors.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { brokenConstraint, refusing } from "./constraint.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

async function aSecondProduction() {
  const actor = await aTeam(deps);
  const { id } = await createProject(deps, actor, { name: "Shop", description: "" });
  const stamps = { teamId: actor.teamId, createdAt: 1, updatedAt: 1, isDefault: false };
  return insertEnvironment(deps.db, { id: "env_1", projectId: id, name: "production", ...stamps });
}

test("a unique index that refuses a single write is recognised with its columns", async () => {
  const statement = await aSecondProduction().catch((error: unknown) => brokenConstraint(error));
  expect(statement).toEqual({ kind: "unique", columns: "environment.project_id, environment.name" });
});

test("a constraint that breaks a batch becomes the error the caller understands", async () => {
  const actor = await aTeam(deps);
  const { id } = await createProject(deps, actor, { name: "Shop", description: "" });
  const stamps = { teamId: actor.teamId, createdAt: 1, updatedAt: 1, isDefault: false };
  const write = () =>
    deps.db.batch([insertEnvironment(deps.db, { id: "env_1", projectId: id, name: "production", ...stamps })]);
  await expect(refusing({ unique: () => conflict("name.taken", "taken") }, write)).rejects.toMatchObject({
    code: "name.taken",
  });
});

test("an error that no constraint caused passes unchanged", async () => {
  const broken = new Error("the disk is full");
  await expect(refusing({}, () => Promise.reject(broken))).rejects.toBe(broken);
});
