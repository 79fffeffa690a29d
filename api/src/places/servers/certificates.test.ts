import type { JobOutcome, SeenCertificate } from "@fairlead/runner/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDomain } from "../../resources/domains/create-domain.ts";
import { toDomainView } from "../../resources/domains/domain-view.ts";
import { listDomainRows } from "../../resources/domains/domains.store.ts";
import { updateDomain } from "../../resources/domains/update-domain.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  shop = await anApplication(deps, world);
});
afterEach(() => deps.dispose());

const minute = 60_000;
const given: SeenCertificate = {
  host: "shop.example.com",
  state: "served",
  issuer: "An Authority, R1",
  notAfter: Date.UTC(2030, 0, 1),
  reason: null,
};
const synced = (...certificates: SeenCertificate[]): JobOutcome => ({
  kind: "succeeded",
  result: { kind: "sync-routes", revision: 1, refused: [], settings: null, certificates },
});
const checked = (...certificates: SeenCertificate[]): JobOutcome => ({
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: null,
    lines: [],
    facts: null,
    cause: null,
    missing: [],
    certificates,
  },
});

const aDomain = (host: string, change: { path?: string; scheme?: "http" | "https" } = {}) =>
  createDomain(deps, world.actor, {
    resourceId: shop,
    input: { host, redirectTo: null, port: null, withWww: false, ...change },
  });
const rows = () => listDomainRows(deps.db, world.teamId, { resourceId: shop });
const told = async () => Object.fromEntries((await rows()).map((row) => [row.host, toDomainView(row).certificate]));

async function check() {
  const { teamId, runnerId, serverId } = world;
  await insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId }));
  const answer = await runner.claim();
  deps.clock.advance(1_000);
  const asked = answer?.payload.kind === "check-server" ? answer.payload.certificates : undefined;
  return { asked, lease: leaseOf(answer) };
}

test("what the proxy shows for a new domain is told on it, and nothing is known before", async () => {
  await aDomain("https://shop.example.com");
  expect(await told()).toEqual({ "shop.example.com": null });
  await runner.finish(leaseOf(await runner.claim()), synced(given));
  const { host: _, ...certificate } = given;
  expect(await told()).toEqual({ "shop.example.com": { ...certificate, seenAt: deps.clock.now() } });
});

test("the check asks about domains by https under one name, and again an hour after it knew", async () => {
  await aDomain("https://shop.example.com");
  await aDomain("http://plain.example.com");
  await runner.finish(leaseOf(await runner.claim()), synced());
  const first = await check();
  expect(first.asked).toEqual(["shop.example.com"]);
  await runner.finish(first.lease, checked(given));
  deps.clock.advance(50 * minute);
  const early = await check();
  expect(early.asked).toEqual([]);
  await runner.finish(early.lease, checked());
  deps.clock.advance(10 * minute);
  expect((await check()).asked).toEqual(["shop.example.com"]);
});

test("words of the authority stay until something else is seen, and a domain that goes to http has none", async () => {
  await aDomain("https://shop.example.com");
  const failed = { ...given, state: "failed" as const, issuer: null, notAfter: null, reason: "no A records found" };
  await runner.finish(leaseOf(await runner.claim()), synced(failed));
  expect(await told()).toMatchObject({ "shop.example.com": { state: "failed", reason: "no A records found" } });
  const look = await check();
  await runner.finish(look.lease, checked({ ...given, host: "other.example.com" }));
  expect(await told()).toMatchObject({ "shop.example.com": { state: "failed" } });
  const [row] = await rows();
  if (!row) throw new Error("the domain is there");
  const change = { path: "/", scheme: "http" as const, redirectTo: null, port: null, revision: row.revision };
  await updateDomain(deps, world.actor, { id: row.id, set: change });
  expect(await rows()).toMatchObject([{ certificateState: null, certificateSeenAt: null, certificateReason: null }]);
});

test("what another server says of a host is not believed", async () => {
  const stranger = await aFlowWorld(deps);
  await aDomain("https://shop.example.com");
  await runner.finish(leaseOf(await runner.claim()), synced());
  const { teamId, runnerId, serverId } = stranger;
  await insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId }));
  const other = aRunnerClient(deps, stranger);
  await other.finish(leaseOf(await other.claim()), checked(given));
  expect(await told()).toEqual({ "shop.example.com": null });
});
