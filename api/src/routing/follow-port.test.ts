import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApplicationRow } from "../resources/applications/applications.store.ts";
import { createDomain } from "../resources/domains/create-domain.ts";
import type { Actor } from "../rules/permissions.ts";
import { anApplication, aPlace, aRelease } from "../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../testing/test-deps.ts";
import { followPort } from "./follow-port.ts";
import { serverRoutes } from "./server-routes.ts";

let deps: TestDeps;
let actor: Actor;
let application: ApplicationRow;
let serverId: string;
let firstRevision: number;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  const place = await aPlace(deps, actor);
  serverId = place.serverId;
  firstRevision = (await serverRoutes(deps, actor.teamId, serverId)).revision;
  application = await anApplication(deps, actor, { place });
  const input = { host: "shop.example.com", redirectTo: null, port: null, withWww: false };
  await createDomain(deps, actor, { resourceId: application.id, input });
});
afterEach(() => deps.dispose());

const routed = async () => {
  const { revision, applications } = await serverRoutes(deps, actor.teamId, serverId);
  return { changes: revision - firstRevision, port: applications[0]?.port };
};

test("the proxy follows a release to its new port as soon as it has the traffic", async () => {
  await aRelease(deps, application, { port: 3_000 });
  const deploymentId = await aRelease(deps, application, { port: 8_080, number: 2, status: "live" });
  await followPort(deps, { deploymentId });
  expect(await routed()).toEqual({ changes: 2, port: 8_080 });
});

test("a release that lost the traffic again gives the port back", async () => {
  await aRelease(deps, application, { port: 3_000 });
  const deploymentId = await aRelease(deps, application, { port: 8_080, number: 2, status: "live" });
  await followPort(deps, { deploymentId });
  await deps.db.update(schema.deployment).set({ status: "failed" }).where(eq(schema.deployment.id, deploymentId));
  await followPort(deps, { deploymentId });
  expect(await routed()).toEqual({ changes: 3, port: 3_000 });
});

test("a release on the same port leaves the proxy alone", async () => {
  await aRelease(deps, application, { port: 3_000 });
  const deploymentId = await aRelease(deps, application, { port: 3_000, number: 2, status: "live" });
  await followPort(deps, { deploymentId });
  expect(await routed()).toEqual({ changes: 1, port: 3_000 });
});
