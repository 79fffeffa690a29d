import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeAddressSuffix } from "../../people/instance/instance.store.ts";
import { getServer } from "../../places/servers/get-server.ts";
import { listDestinations } from "../../places/servers/list-destinations.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace, aServer } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import type { ResourceRow } from "../resources.store.ts";
import { createDomain } from "./create-domain.ts";
import { deleteDomain } from "./delete-domain.ts";
import type { CreateDomain } from "./domains.schemas.ts";
import { listDomainRows } from "./domains.store.ts";
import { updateDomain } from "./update-domain.ts";

let deps: TestDeps;
let actor: Actor;
let place: Awaited<ReturnType<typeof aPlace>>;
let application: ResourceRow;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  place = await aPlace(deps, actor);
  application = await anApplication(deps, actor, { place });
});
afterEach(() => deps.dispose());

const add = (host: string, more: Partial<CreateDomain> & { as?: Actor; to?: string } = {}) => {
  const { as, to, ...input } = more;
  const given = { host, redirectTo: null, port: null, withWww: false, ...input };
  return createDomain(deps, as ?? actor, { resourceId: to ?? application.id, input: given });
};
const routes = () => serverRoutes(deps, actor.teamId, place.serverId);
const held = async () =>
  (await listDomainRows(deps.db, actor.teamId, { resourceId: application.id })).map((d) => d.host);

test("a domain reaches the proxy at once: revision, route and one queued job", async () => {
  const { revision } = await routes();
  await add("HTTP://Shop.example.com:8080/api/");
  expect(await routes()).toMatchObject({
    revision: revision + 1,
    applications: [
      {
        application: application.id,
        port: 3_000,
        routes: [{ host: "shop.example.com", path: "/api", scheme: "http", redirectTo: null, port: null }],
      },
    ],
  });
  await add("second.example.com");
  expect((await routes()).revision).toBe(revision + 2);
  const jobs = await deps.db.select().from(schema.job).where(eq(schema.job.kind, "sync-routes"));
  expect(jobs.map(({ state }) => state)).toEqual(["queued"]);
});

test("public names are served by https and local ones by http unless said otherwise", async () => {
  const [shop] = await add("shop.example.com");
  const [lab] = await add("app.lab.test");
  const [acme] = await add("acme.lab.test", { scheme: "https" });
  expect([shop?.scheme, lab?.scheme, acme?.scheme]).toEqual(["https", "http", "https"]);
});

test("the www pair redirects to the host that was typed", async () => {
  await add("example.com", { withWww: true });
  await add("www.example.org", { withWww: true });
  const rows = await listDomainRows(deps.db, actor.teamId, { resourceId: application.id });
  expect(rows.map(({ host, redirectTo }) => [host, redirectTo])).toEqual([
    ["example.com", null],
    ["www.example.com", "example.com"],
    ["www.example.org", null],
    ["example.org", "www.example.org"],
  ]);
});

test("one path of a host belongs to one application, and another path may belong to the next", async () => {
  const api = await anApplication(deps, actor, { place, name: "api" });
  await add("example.com");
  await expect(add("EXAMPLE.com", { to: api.id })).rejects.toMatchObject({
    code: "domain.claimed",
    message: "example.com already belongs to the application shop. Delete it there first.",
  });
  await add("example.com/api", { to: api.id });
  expect((await routes()).applications.map(({ routes: own }) => own.map(({ path }) => path))).toEqual([
    ["/"],
    ["/api"],
  ]);
});

test.each([
  ["example.com", "example.com"],
  ["example.com", "EXAMPLE.com/other-path"],
  ["*.example.com", "shop.example.com"],
  ["shop.example.com", "*.example.com"],
])("what %s of one team covers is refused to another team as %s, without saying whose it is", async (held, wanted) => {
  await add(held, held.startsWith("*") ? { scheme: "http" } : {});
  const stranger = await aTeam(deps);
  const theirs = await anApplication(deps, stranger);
  const attempt = add(wanted, { as: stranger, to: theirs.id, scheme: "http" });
  await expect(attempt).rejects.toMatchObject({
    code: "domain.claimed",
    message: expect.stringMatching(/^\S+ is already in use on this instance\. Choose another host\.$/),
  });
});

test("of two teams that claim a host at once exactly one gets it", async () => {
  const stranger = await aTeam(deps);
  const theirs = await anApplication(deps, stranger);
  const results = await Promise.allSettled([add("example.com"), add("example.com", { as: stranger, to: theirs.id })]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await deps.db.select().from(schema.domain)).toHaveLength(1);
});

test.each(["fairlead.test", "FAIRLEAD.test/path", "*.test"])(
  "the control plane's own host is never given away: %s",
  async (host) => {
    await expect(add(host, { scheme: "http" })).rejects.toMatchObject({
      kind: expect.stringMatching(/conflict|invalid/),
    });
    expect(await held()).toEqual([]);
  },
);

test("nor is a wildcard that covers it", async () => {
  deps.config = { ...deps.config, url: "https://panel.example.com" };
  await expect(add("*.example.com", { scheme: "http" })).rejects.toMatchObject({ code: "domain.own_host" });
});

test("a wildcard is served by http only, because its certificate needs a DNS challenge", async () => {
  await expect(add("*.example.com", { scheme: "https" })).rejects.toMatchObject({ code: "request.invalid" });
  const [row] = await add("*.example.com");
  expect(row).toMatchObject({ scheme: "http" });
});

test("a name that no authority certifies is served by http only", async () => {
  await expect(add("ab--cd.example.com")).rejects.toMatchObject({
    code: "request.invalid",
    message: expect.stringContaining(`"ab--cd" is a name that no certificate can be had for`),
  });
  const [row] = await add("ab--cd.example.com", { scheme: "http" });
  expect(row).toMatchObject({ host: "ab--cd.example.com", scheme: "http" });
  await expect(
    updateDomain(deps, actor, {
      id: row?.id ?? "",
      set: { revision: await revisionOf(deps.db, "domain", row?.id ?? ""), scheme: "https" },
    }),
  ).rejects.toMatchObject({
    code: "request.invalid",
  });
});

test("a domain may lead to another port of the container, at once and changed later", async () => {
  const [row] = await add("console.example.com", { port: 9_001 });
  const id = row?.id ?? "";
  const portOf = async () => (await routes()).applications[0]?.routes.map(({ port }) => port);
  expect(await portOf()).toEqual([9_001]);
  await updateDomain(deps, actor, { id, set: { revision: await revisionOf(deps.db, "domain", id), port: null } });
  expect(await portOf()).toEqual([null]);
});

test("a redirect asks no process, so it has no port", async () => {
  await add("new.example.com");
  const refused = { fields: [expect.objectContaining({ path: "port" })] };
  await expect(add("old.example.com", { redirectTo: "new.example.com", port: 9_001 })).rejects.toMatchObject(refused);
  const [row] = await add("side.example.com", { port: 9_001 });
  const id = row?.id ?? "";
  const set = { revision: await revisionOf(deps.db, "domain", id), redirectTo: "new.example.com" };
  await expect(updateDomain(deps, actor, { id, set })).rejects.toMatchObject(refused);
});

test("a redirect leads only to a host that the application serves", async () => {
  await expect(add("old.example.com", { redirectTo: "new.example.com" })).rejects.toMatchObject({
    code: "request.invalid",
  });
  await add("new.example.com");
  await add("old.example.com", { redirectTo: "new.example.com" });
  await expect(add("older.example.com", { redirectTo: "old.example.com" })).rejects.toMatchObject({
    code: "request.invalid",
  });
});

test("a host that others redirect to can neither go nor become a redirect", async () => {
  const [target] = await add("example.com", { withWww: true });
  await add("example.net");
  const id = target?.id ?? "";
  await expect(deleteDomain(deps, actor, { id })).rejects.toMatchObject({ code: "domain.redirect_target" });
  await expect(
    updateDomain(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "domain", id), redirectTo: "example.net" },
    }),
  ).rejects.toMatchObject({
    code: "domain.redirect_target",
  });
});

test("a domain that goes is free again and leaves the proxy", async () => {
  const [row] = await add("example.com");
  await deleteDomain(deps, actor, { id: row?.id ?? "" });
  expect((await routes()).applications).toEqual([]);
  const stranger = await aTeam(deps);
  const theirs = await anApplication(deps, stranger);
  await add("example.com", { as: stranger, to: theirs.id });
});

test("another team's domain is answered like one that does not exist", async () => {
  const [row] = await add("example.com");
  await expect(deleteDomain(deps, await aTeam(deps), { id: row?.id ?? "" })).rejects.toMatchObject({
    code: "domain.not_found",
  });
});

describe("a name without a DNS record of one's own", () => {
  let server: string;
  beforeEach(async () => {
    const { id } = await aServer(deps, actor, { host: "203.0.113.7" });
    server = id;
    application = await anApplication(deps, actor, { name: "Zürich Shop", place: await placeOn(id) });
  });
  const placeOn = async (serverId: string) => {
    const [destination] = await listDestinations(deps, actor, { serverId, limit: 1 });
    return { environmentId: place.environmentId, destinationId: destination?.id ?? "" };
  };
  const give = (to = application) => createDomain(deps, actor, { resourceId: to.id, input: noHost });
  const noHost = { redirectTo: null, port: null, withWww: false };

  test("is made of the application's name and the server's address, and served by http", async () => {
    expect(await give()).toMatchObject([{ host: "zurich-shop.203-0-113-7.sslip.io", path: "/", scheme: "http" }]);
    expect(await getServer(deps, actor, { id: server })).toMatchObject({ suffix: "203-0-113-7.sslip.io" });
  });

  test("is another one where an application of the same name has it, also of another team", async () => {
    await give();
    const twin = await anApplication(deps, actor, { name: "zurich shop", place: await placeOn(server) });
    const [domain] = await give(twin);
    expect(domain?.host).toBe(`zurich-shop-${twin.id.slice(-8).toLowerCase()}.203-0-113-7.sslip.io`);
  });

  test("typed by hand is served by http as well, unless https was asked for", async () => {
    const [typed] = await add("api.203-0-113-7.sslip.io");
    const [asked] = await add("https://web.203-0-113-7.sslip.io");
    expect([typed?.scheme, asked?.scheme]).toEqual(["http", "https"]);
  });

  test("is nobody's alone: a wildcard for all names of an address is refused at the field", async () => {
    for (const host of ["*.203-0-113-7.sslip.io", "*.sslip.io"])
      await expect(add(host)).rejects.toMatchObject({ fields: [{ path: "host" }] });
    await add("*.zurich.203-0-113-7.sslip.io");
  });

  test("ends in what the owner of the instance wants, and there is none where they want none", async () => {
    const write = (suffix: string | null) => writeAddressSuffix(deps.db, suffix, { now: deps.clock.now() });
    await write("apps.example.com");
    expect(await give()).toMatchObject([{ host: "zurich-shop.203-0-113-7.apps.example.com" }]);
    await write(null);
    await expect(give()).rejects.toMatchObject({ fields: [{ path: "host", message: /offers no names/ }] });
  });

  test("waits for the address of a server that is reached by a name, and says so", async () => {
    const other = await anApplication(deps, actor, { name: "other", place });
    await expect(give(other)).rejects.toMatchObject({ fields: [{ path: "host", message: /check the server/ }] });
  });
});
