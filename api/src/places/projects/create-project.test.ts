import { afterEach, beforeEach, expect, test } from "vitest";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createProject } from "./create-project.ts";
import { listEnvironmentRows } from "./environments.store.ts";
import { getProjectRow } from "./projects.store.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

test("a new project is born with the environment production", async () => {
  const actor = await aTeam(deps);
  const project = await createProject(deps, actor, { name: "Shop", description: "" });
  const environments = await listEnvironmentRows(deps.db, actor.teamId, { projectId: project.id });
  expect(environments.map(({ name, isDefault }) => ({ name, isDefault }))).toEqual([
    { name: "production", isDefault: true },
  ]);
});

test("a viewer may not create a project", async () => {
  const actor = await aTeam(deps, "viewer");
  await expect(createProject(deps, actor, { name: "Shop", description: "" })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});

test("another team's project is answered like one that does not exist", async () => {
  const project = await createProject(deps, await aTeam(deps), { name: "Shop", description: "" });
  const stranger = await aTeam(deps);
  await expect(getProjectRow(deps.db, stranger.teamId, project.id)).rejects.toMatchObject({
    code: "project.not_found",
  });
});
