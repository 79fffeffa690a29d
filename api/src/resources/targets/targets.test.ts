import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { finishRemoval } from "../../releases/removal/finish-removal.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace, aRelease } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { getApplicationDetail } from "../applications/applications.store.ts";
import { toApplicationView } from "../applications/to-application-view.ts";
import { updateApplication } from "../applications/update-application.ts";
import { createDomain } from "../domains/create-domain.ts";

let deps: TestDeps;
let actor: Actor;
let one: Awaited<ReturnType<typeof aPlace>>;
let two: Awaited<ReturnType<typeof aPlace>>;
let id: string;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  one = await aPlace(deps, actor);
  two = await aPlace(deps, actor);
  ({ id } = await anApplication(deps, actor, { place: one }));
});
afterEach(() => deps.dispose());

const view = async () => toApplicationView(await getApplicationDetail(deps.db, actor.teamId, id), deps.clock.now());
const runOn = async (destinations: string[], set: object = {}) =>
  updateApplication(deps, actor, {
    id,
    set: { revision: await revisionOf(deps.db, "application", id), destinations, ...set },
  });
const both = () => runOn([one.destinationId, two.destinationId]);
const removals = async () => await deps.db.select().from(schema.job).where(eq(schema.job.kind, "remove"));
const served = async (serverId: string) =>
  (await serverRoutes(deps, actor.teamId, serverId)).applications.map(({ application }) => application);

describe("an application's servers", () => {
  test("are one until more are named, and the first is told as it always was", async () => {
    expect(await view()).toMatchObject({ destinationId: one.destinationId, destinations: [one.destinationId] });
    await both();
    expect(await view()).toMatchObject({
      destinationId: one.destinationId,
      destinations: [one.destinationId, two.destinationId],
      targets: [
        { server: { id: one.serverId }, isBehind: false },
        { server: { id: two.serverId }, state: "new", activeNumber: null, isBehind: false },
      ],
    });
  });

  test("are in the order that was given, and the first of them stands for all", async () => {
    await runOn([two.destinationId, one.destinationId]);
    expect(await view()).toMatchObject({
      destinationId: two.destinationId,
      server: { id: two.serverId },
      destinations: [two.destinationId, one.destinationId],
    });
  });

  test("are each told of its domains", async () => {
    await both();
    const input = { host: "shop.example.com", redirectTo: null, port: null, withWww: false };
    await createDomain(deps, actor, { resourceId: id, input });
    expect([await served(one.serverId), await served(two.serverId)]).toEqual([[id], [id]]);
  });

  test("of another team cannot be named", async () => {
    const stranger = await aPlace(deps, await aTeam(deps));
    await expect(runOn([one.destinationId, stranger.destinationId])).rejects.toMatchObject({
      code: "destination.not_found",
    });
  });

  test("each have the application's port of the server free", async () => {
    const hostPort = { port: 5_000, address: "127.0.0.1" };
    await anApplication(deps, actor, { place: two, name: "other", container: { hostPort } });
    await runOn([one.destinationId], { container: { hostPort } });
    await expect(both()).rejects.toMatchObject({
      message: expect.stringContaining("belongs to the application other already"),
    });
  });
});

describe("a server that is added to what serves", () => {
  test("is behind until it has the release", async () => {
    await aRelease(deps, (await getApplicationDetail(deps.db, actor.teamId, id)).application, { port: 80 });
    await both();
    expect((await view()).targets).toMatchObject([
      { activeNumber: 1, isBehind: false },
      { activeNumber: null, isBehind: true },
    ]);
  });
});

describe("a server that is left out", () => {
  beforeEach(both);

  test("loses the routes at once, then what runs there, and only then it is gone", async () => {
    await runOn([one.destinationId]);
    expect(await served(two.serverId)).toEqual([]);
    expect(await view()).toMatchObject({ destinations: [one.destinationId], targets: [{}, { state: "removing" }] });
    const [job] = await removals();
    expect(job).toMatchObject({ serverId: two.serverId, subjectId: id });
    await finishRemoval(deps, { teamId: actor.teamId, resourceId: id, serverId: two.serverId });
    expect((await view()).targets).toHaveLength(1);
    expect(await removals()).toHaveLength(1);
  });

  test("cannot be the only one that serves", async () => {
    await aRelease(deps, (await getApplicationDetail(deps.db, actor.teamId, id)).application, { port: 80 });
    await deps.db
      .update(schema.resourceTarget)
      .set({ deploymentId: null })
      .where(eq(schema.resourceTarget.destinationId, two.destinationId));
    await expect(runOn([two.destinationId])).rejects.toMatchObject({ code: "resource.last_server" });
  });

  test("is not joined again before that has ended", async () => {
    await runOn([one.destinationId]);
    await expect(both()).rejects.toMatchObject({ code: "resource.leaving_server" });
  });
});

test("an application that is removed from two servers keeps its history until nothing is left on either", async () => {
  await both();
  const { application } = await getApplicationDetail(deps.db, actor.teamId, id);
  await aRelease(deps, application, { port: 80, isActive: false });
  await aRelease(deps, application, { port: 80, number: 2 });
  await deps.db.update(schema.resource).set({ state: "removing" }).where(eq(schema.resource.id, id));
  const removed = (serverId: string) => finishRemoval(deps, { teamId: actor.teamId, resourceId: id, serverId });
  await removed(two.serverId);
  expect(await deps.db.select().from(schema.deployment)).toHaveLength(2);
  await removed(one.serverId);
  expect([await deps.db.select().from(schema.deployment), await deps.db.select().from(schema.resource)]).toEqual([
    [],
    [],
  ]);
});
