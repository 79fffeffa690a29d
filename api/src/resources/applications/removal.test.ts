import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { finishRemoval } from "../../releases/removal/finish-removal.ts";
import { removeResource } from "../../releases/removal/remove-resource.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createDomain } from "../domains/create-domain.ts";
import { getApplicationDetail, getApplicationRow } from "./applications.store.ts";
import { toApplicationView } from "./to-application-view.ts";
import { updateApplication } from "./update-application.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const row = (id: string) => getApplicationRow(deps.db, actor.teamId, id);
const view = async (id: string) =>
  toApplicationView(await getApplicationDetail(deps.db, actor.teamId, id), deps.clock.now());

describe("removal", () => {
  const remove = (id: string, isForced = false) => removeResource(deps, actor, { id, isForced });
  const removeJobs = () => deps.db.select().from(schema.job).where(eq(schema.job.kind, "remove"));
  /** A job of it was claimed once, so something may be on the server. */
  const touch = async (applicationId: string) => {
    const { destinationId } = await row(applicationId);
    const [{ serverId } = { serverId: "" }] = await deps.db
      .select({ serverId: schema.destination.serverId })
      .from(schema.destination)
      .where(eq(schema.destination.id, destinationId));
    const set = { subjectKind: "resource" as const, subjectId: applicationId, attempt: 1, state: "succeeded" as const };
    await deps.db.update(schema.job).set(set).where(eq(schema.job.serverId, serverId));
    return serverId;
  };

  test("an application that no runner ever touched goes at once", async () => {
    const { id } = await anApplication(deps, actor);
    expect(await remove(id)).toEqual({ isRemoved: true, leftBehind: [] });
    await expect(row(id)).rejects.toMatchObject({ code: "application.not_found" });
  });

  test("one that ran goes when the runner has removed it, and leaves the proxy before", async () => {
    const place = await aPlace(deps, actor);
    const { id } = await anApplication(deps, actor, { place });
    const input = { host: "shop.example.com", redirectTo: null, port: null, withWww: false };
    await createDomain(deps, actor, { resourceId: id, input });
    await touch(id);
    expect(await remove(id)).toEqual({ isRemoved: false, leftBehind: [] });
    expect(await view(id)).toMatchObject({ state: "removing", removal: { isOpen: true, cause: null } });
    expect((await serverRoutes(deps, actor.teamId, place.serverId)).applications).toEqual([]);
    const [job] = await removeJobs();
    await finishRemoval(deps, { teamId: actor.teamId, resourceId: id, serverId: job?.serverId ?? null });
    await expect(row(id)).rejects.toMatchObject({ code: "application.not_found" });
    expect(await deps.db.select().from(schema.domain)).toEqual([]);
  });

  test("an application that is being removed takes no more changes, and removing again queues once", async () => {
    const { id } = await anApplication(deps, actor);
    await touch(id);
    await remove(id);
    await remove(id);
    expect(await removeJobs()).toHaveLength(1);
    await expect(
      updateApplication(deps, actor, {
        id,
        set: { revision: await revisionOf(deps.db, "application", id), name: "x" },
      }),
    ).rejects.toMatchObject({
      code: "resource.removing",
    });
  });

  test("force is refused while the server can be reached", async () => {
    const { id } = await anApplication(deps, actor);
    const serverId = await touch(id);
    await deps.db.update(schema.server).set({ state: "ready" }).where(eq(schema.server.id, serverId));
    await expect(remove(id, true)).rejects.toMatchObject({ code: "resource.server_reachable" });
  });

  test("force deletes the row of a lost server and says what stays there", async () => {
    const { id } = await anApplication(deps, actor);
    const serverId = await touch(id);
    await deps.db.update(schema.server).set({ state: "unreachable" }).where(eq(schema.server.id, serverId));
    const { isRemoved, leftBehind } = await remove(id, true);
    expect(isRemoved).toBe(true);
    expect(leftBehind.join(" ")).toContain(id);
    await expect(row(id)).rejects.toMatchObject({ code: "application.not_found" });
  });

  test("a member may not delete an application", async () => {
    const { id } = await anApplication(deps, actor);
    const member = { ...actor, role: "member" as const };
    await expect(removeResource(deps, member, { id, isForced: false })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});
