import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getProject } from "../../places/projects/get-project.ts";
import { updateProject } from "../../places/projects/update-project.ts";
import type { Actor } from "../../rules/permissions.ts";
import { aFullTeam, type FullTeam } from "../../testing/full-team.ts";
import { type TestApp, testApp } from "../../testing/test-app.ts";
import { aMember } from "../../testing/test-deps.ts";
import { allowOn } from "./allow-on.ts";
import { locateDeployment, locateDomain, locateResource, locateVariable } from "./locate.store.ts";

let world: TestApp;
let mine: FullTeam;
let theirs: FullTeam;
let viewer: Actor;
beforeAll(async () => {
  world = await testApp();
  mine = await aFullTeam(world, "mine");
  theirs = await aFullTeam(world, "theirs");
  viewer = await aMember(world.deps, mine.teamId, "viewer");
});
afterAll(() => world?.deps.dispose());

const idOf = ({ ids }: FullTeam, part: string) => ids[part] ?? "";
const rename = (id: string) => updateProject(world.deps, viewer, { id, set: { revision: 1, name: "x" } });

describe("a verb about one row", () => {
  test("tells whoever may not that they may not, once the row is there", async () => {
    await expect(rename(idOf(mine, "projects"))).rejects.toMatchObject({ code: "auth.forbidden" });
    expect(await getProject(world.deps, viewer, { id: idOf(mine, "projects") })).toMatchObject({
      name: "mine project",
    });
  });

  test("knows no row of another team, whatever the actor may do in their own", async () => {
    await expect(rename(idOf(theirs, "projects"))).rejects.toMatchObject({ code: "project.not_found" });
  });

  test("asks nothing before the row is there", async () => {
    const missing = Promise.reject(new Error("no such row"));
    await expect(allowOn({ ...viewer, scopes: [] }, "project.view", missing)).rejects.toThrow("no such row");
  });

  test("refuses a row of another team that a query let through", async () => {
    const foreign = Promise.resolve({ id: idOf(theirs, "projects"), teamId: theirs.teamId });
    await expect(allowOn(viewer, "project.view", foreign)).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe.each([
  ["an application", "applications", locateResource, "application.not_found"],
  ["a deployment", "deployments", locateDeployment, "deployment.not_found"],
  ["a domain", "domains", locateDomain, "domain.not_found"],
  ["a variable", "variables", locateVariable, "variable.not_found"],
] as const)("where %s stands", (_name, part, locate, code) => {
  test("is told with its project, environment, resource and servers", async () => {
    expect(await locate(world.deps.db, mine.teamId, idOf(mine, part))).toEqual({
      teamId: mine.teamId,
      projectId: idOf(mine, "projects"),
      environmentId: idOf(mine, "environments"),
      resourceId: idOf(mine, "applications"),
      serverIds: [idOf(mine, "servers")],
    });
  });

  test("is told to its own team alone", async () => {
    await expect(locate(world.deps.db, mine.teamId, idOf(theirs, part))).rejects.toMatchObject({ code });
  });
});
