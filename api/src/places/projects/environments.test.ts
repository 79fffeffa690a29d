import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createEnvironment } from "./create-environment.ts";
import { createProject } from "./create-project.ts";
import { deleteEnvironment } from "./delete-environment.ts";
import { getEnvironment, listEnvironmentRows } from "./environments.store.ts";
import { updateEnvironment } from "./update-environment.ts";

let deps: TestDeps;
let actor: Actor;
let projectId: string;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  projectId = (await createProject(deps, actor, { name: "Shop", description: "" })).id;
});
afterEach(() => deps.dispose());

const add = (name: string) => createEnvironment(deps, actor, { projectId, name });

test("two environments of a project never share a name, whether made or renamed", async () => {
  const staging = await add("staging");
  await expect(add("staging")).rejects.toMatchObject({ code: "environment.name_taken" });
  await expect(
    updateEnvironment(deps, actor, { id: staging.id, set: { revision: 1, name: "production" } }),
  ).rejects.toMatchObject({
    code: "environment.name_taken",
  });
});

test("the environment a project is born with can be renamed but never deleted", async () => {
  const [born] = await listEnvironmentRows(deps.db, actor.teamId, { projectId });
  const id = born?.id ?? "";
  await updateEnvironment(deps, actor, { id, set: { revision: 1, name: "live" } });
  expect(await getEnvironment(deps.db, actor.teamId, id)).toMatchObject({ name: "live", isDefault: true });
  await expect(deleteEnvironment(deps, actor, { id })).rejects.toMatchObject({ code: "environment.default" });
});

test("an environment with applications stays until they are gone", async () => {
  const staging = await add("staging");
  const { destinationId } = await aPlace(deps, actor);
  await anApplication(deps, actor, { place: { environmentId: staging.id, destinationId } });
  expect((await getEnvironment(deps.db, actor.teamId, staging.id)).applicationCount).toBe(1);
  await expect(deleteEnvironment(deps, actor, staging)).rejects.toMatchObject({ code: "environment.not_empty" });
});

test("an empty environment goes", async () => {
  const staging = await add("staging");
  await deleteEnvironment(deps, actor, staging);
  await expect(getEnvironment(deps.db, actor.teamId, staging.id)).rejects.toMatchObject({
    code: "environment.not_found",
  });
});

test("an environment in another team's project is answered like one that does not exist", async () => {
  const stranger = await aTeam(deps);
  await expect(createEnvironment(deps, stranger, { projectId, name: "mine" })).rejects.toMatchObject({
    code: "project.not_found",
  });
});
