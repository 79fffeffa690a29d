import { schema } from "@fairlead/db";
import { JobPayload, type JobResult, type RefusedRoute } from "@fairlead/runner/contract";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deployResource } from "../../releases/deployments/deploy-resource.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { shaOf } from "../../testing/deliveries.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { toDomainView } from "./domain-view.ts";
import { listDomainRows } from "./domains.store.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

type OldRow = Partial<typeof schema.domain.$inferInsert> & { resourceId: string };

/** A row as an earlier version, or a restored backup, may hold it: past every check of today. */
const anOldDomain = (row: OldRow) =>
  deps.db.insert(schema.domain).values({
    id: deps.ids.next("domain"),
    teamId: world.teamId,
    host: "old.example.com",
    path: "/",
    scheme: "https",
    redirectTo: null,
    createdAt: 1,
    ...row,
  });

async function changeRoutes() {
  const server = { id: world.serverId, teamId: world.teamId, runnerId: world.runnerId, proxy: "caddy" as const };
  for (const statement of syncRoutes(deps, server)) await statement;
  return runner.claim();
}
const problems = async (resourceId: string) =>
  Object.fromEntries(
    (await listDomainRows(deps.db, world.teamId, { resourceId })).map((row) => [row.host, toDomainView(row).problem]),
  );
const synced = (more: Partial<Extract<JobResult, { kind: "sync-routes" }>>) => ({
  kind: "succeeded" as const,
  result: { kind: "sync-routes" as const, revision: 1, refused: [], settings: null, certificates: [], ...more },
});

test.each<[string, Partial<OldRow>, RegExp]>([
  ["a name that is no valid encoding", { host: "xn--zz.example.org" }, /"xn--zz" starts with xn--/],
  ["no name at all", { host: "not a host" }, /must be a host name|characters/],
  ["a name in capitals", { host: "Shop.example.org" }, /must be written shop\.example\.org/],
  ["a path that climbs", { path: "/a/../b" }, /climb/],
  ["a path with a placeholder", { path: "/{http.request.host}" }, /must start with \//],
  ["a redirect to a bad name", { redirectTo: "xn--0.example.org" }, /redirect's target/],
])("of fifty applications the one with %s is left out and told, the others are served", async (_, bad, sentence) => {
  const shops = [];
  for (let number = 0; number < 50; number++) {
    const resourceId = await anApplication(deps, world, { name: `shop-${number}` });
    await anOldDomain({ resourceId, host: `shop-${number}.example.com`, ...(number === 7 ? bad : {}) });
    shops.push(resourceId);
  }
  const claimed = await changeRoutes();
  const payload = v.parse(JobPayload, claimed?.payload);
  const served =
    payload.kind === "sync-routes" ? payload.routes.applications.map(({ application }) => application) : [];
  expect(served.toSorted()).toEqual(shops.filter((_id, number) => number !== 7).toSorted());
  expect(Object.values(await problems(shops[7] ?? ""))).toEqual([expect.stringMatching(sentence)]);
  expect(Object.values(await problems(shops[8] ?? ""))).toEqual([null]);
});

test("an application with such a domain is deployed all the same, with its other domains", async () => {
  const resourceId = await anApplication(deps, world);
  await anOldDomain({ resourceId, host: "xn--zz.example.org" });
  await anOldDomain({ resourceId, host: "good.example.org" });
  await deployResource(deps, world.actor, { id: resourceId, input: { noCache: false, commit: shaOf("a") } });
  const payload = v.parse(JobPayload, (await runner.claim())?.payload);
  expect(payload).toMatchObject({ kind: "deploy", spec: { routes: [{ host: "good.example.org" }] } });
});

test("what the runner leaves out is told on that domain alone, until it is served", async () => {
  const resourceId = await anApplication(deps, world);
  for (const host of ["one.example.com", "two.example.com"]) await anOldDomain({ resourceId, host });
  const refused: RefusedRoute = {
    application: resourceId,
    host: "two.example.com",
    path: "/",
    sentence: "This proxy does not take it.",
  };
  await runner.finish(leaseOf(await changeRoutes()), synced({ refused: [refused] }));
  expect(await problems(resourceId)).toEqual({
    "one.example.com": null,
    "two.example.com": "This proxy does not take it.",
  });
  await runner.finish(leaseOf(await changeRoutes()), synced({ revision: 2 }));
  expect(await problems(resourceId)).toEqual({ "one.example.com": null, "two.example.com": null });
});

test("a runner tells nothing about another server's domains", async () => {
  const elsewhere = await aFlowWorld(deps);
  const theirs = await anApplication(deps, elsewhere);
  await anOldDomain({ teamId: elsewhere.teamId, resourceId: theirs, host: "theirs.example.com" });
  const refused = { application: theirs, host: "theirs.example.com", path: "/", sentence: "Not taken." };
  await runner.finish(leaseOf(await changeRoutes()), synced({ refused: [refused] }));
  const [row] = await listDomainRows(deps.db, elsewhere.teamId, { resourceId: theirs });
  expect(row?.refusal).toBeNull();
});
