import { expect, test } from "vitest";
import { LeaseLost } from "../outcome.ts";
import type { ServerProxy } from "../ports/proxy.ts";
import { type EveryProxyWorld, everyProxyLaws, lost } from "./every-proxy.suite.ts";

/** One server with a proxy and one resource behind it that answers on the host of its routes. */
export type ProxyWorld = EveryProxyWorld & {
  /** One request as a user makes it: its status, or undefined when nobody listens. */
  ask: (host: string, path?: string) => Promise<number | undefined>;
  /** `address:port` of the resource's container. */
  upstream: string;
  restart: () => Promise<void>;
  /** A handle that makes the proxy from another version, where it makes one. */
  openOther: () => ServerProxy;
  /** Takes the proxy away, as a person may. */
  remove: () => Promise<void>;
  /** Takes the proxy out of the resource's network. */
  cutOff: () => Promise<void>;
};

/** The laws of proxies whose document is ours, after those of every proxy. */
export function proxyLaws(open: () => ProxyWorld): void {
  everyProxyLaws(open);

  const signal = new AbortController().signal;
  const route = (host: string) => ({ host, path: "/", scheme: "http" as const, redirectTo: null, port: null });

  test("routes that were given are served, and others are not", async () => {
    const world = open();
    const revision = world.nextRevision();
    expect(await world.open().ensure(world.routesFor("one.test", revision))).toMatchObject({
      revision,
      isChanged: true,
    });
    expect(await world.ask("one.test")).toBe(200);
    expect(await world.ask("other.test")).toBe(404);
  });

  test("routes whose lease is lost are not served, and those before are", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("before.test", world.nextRevision()));
    const late = world.open(lost).ensure(world.routesFor("late.test", world.nextRevision()));
    await expect(late).rejects.toBeInstanceOf(LeaseLost);
    expect(await world.ask("before.test")).toBe(200);
    expect(await world.ask("late.test")).toBe(404);
  });

  test("what changes nothing asks for no lease", async () => {
    const world = open();
    const routes = world.routesFor("one.test", world.nextRevision());
    await world.open().ensure(routes);
    expect(await world.open(lost).ensure(routes)).toMatchObject({ isChanged: false });
    expect(await world.open(lost).ensureRunning()).toBeDefined();
  });

  test("the same revision again changes nothing", async () => {
    const world = open();
    const routes = world.routesFor("one.test", world.nextRevision());
    await world.open().ensure(routes);
    expect(await world.open().ensure(routes)).toMatchObject({ revision: routes.revision, isChanged: false });
  });

  test("an older revision never replaces a newer one", async () => {
    const world = open();
    const older = world.routesFor("older.test", world.nextRevision());
    const newer = world.routesFor("newer.test", world.nextRevision());
    await world.open().ensure(newer);
    expect(await world.open().ensure(older)).toMatchObject({ revision: newer.revision, isChanged: false });
    expect(await world.ask("newer.test")).toBe(200);
    expect(await world.ask("older.test")).toBe(404);
  });

  test("of many that ask at the same time the newest revision stands", async () => {
    const world = open();
    const all = Array.from({ length: 6 }, (_, index) => world.routesFor(`host-${index}.test`, world.nextRevision()));
    await Promise.all(all.map((routes) => world.open().ensure(routes)));
    expect(await world.ask("host-5.test")).toBe(200);
    expect(await world.ask("host-0.test")).toBe(404);
  });

  test("settings that are refused leave the ones before in force, and are tried again when they change", async () => {
    const world = open();
    const first = world.routesFor("kept.test", world.nextRevision());
    await world.open().ensure(first);
    const broken = world.routesFor("new.test", world.nextRevision());
    const acme = { email: null, directory: null, trustedRoots: "this is no certificate" };
    for (const round of ["refused", "known"]) {
      const { revision, settings } = await world.open().ensure({ ...broken, acme });
      expect([round, revision, settings?.class]).toEqual([round, broken.revision, "route-refused"]);
    }
    expect(await world.ask("new.test")).toBe(200);
    expect(await world.ask("kept.test")).toBe(404);
    const mended = world.routesFor("mended.test", world.nextRevision());
    expect(await world.open().ensure(mended)).toMatchObject({ settings: null });
    expect(await world.ask("mended.test")).toBe(200);
  });

  test("a route that cannot be right is left out alone and named", async () => {
    const world = open();
    const good = world.routesFor("good.test", world.nextRevision());
    const [application] = good.applications;
    if (!application) throw new Error("the world has a resource");
    const bad = ["xn--zz.example.org", "xn--0.example.org"].map((host) => route(host));
    const mixed = { ...good, applications: [{ ...application, routes: [...bad, ...application.routes] }] };
    const { refused } = await world.open().ensure(mixed);
    expect(refused.map(({ host, sentence }) => [host, sentence.includes("xn--")])).toEqual([
      ["xn--0.example.org", true],
      ["xn--zz.example.org", true],
    ]);
    expect(await world.open().ensure(mixed)).toMatchObject({ isChanged: false, refused });
    expect(await world.ask("good.test")).toBe(200);
    expect(await world.ask("xn--zz.example.org")).toBe(404);
  });

  test("a host is the same in capitals and with a final dot, a wildcard covers one label, an exact host wins", async () => {
    const world = open();
    const given = world.routesFor("exact.wild.test", world.nextRevision());
    const [application] = given.applications;
    if (!application) throw new Error("the world has a resource");
    const routes = [
      route("*.wild.test"),
      { ...route("exact.wild.test"), redirectTo: "elsewhere.test" },
      { ...route("parts.test"), path: "/api/v1" },
    ];
    await world.open().ensure({ ...given, applications: [{ ...application, routes }] });
    const asked = [
      "any.wild.test",
      "ANY.Wild.Test",
      "any.wild.test.",
      "two.any.wild.test",
      "wild.test",
      "exact.wild.test",
    ];
    expect(await Promise.all(asked.map((host) => world.ask(host)))).toEqual([200, 200, 200, 404, 404, 308]);
    const paths = ["/", "/api", "/api/v1", "/api/v1/x", "/api/v12"];
    expect(await Promise.all(paths.map((path) => world.ask("parts.test", path)))).toEqual([404, 404, 200, 200, 404]);
  });

  test("a request with the secret is told who answered, one without is not", async () => {
    const world = open();
    const routes = world.routesFor("one.test", world.nextRevision());
    const proxy = world.open();
    await proxy.ensure(routes);
    const { probeSecret } = routes;
    expect(await proxy.ask(route("one.test"), { probeSecret, signal })).toEqual({
      status: 200,
      upstream: world.upstream,
    });
    const guessed = await proxy.ask(route("one.test"), { probeSecret: "another-secret-of-that-length", signal });
    expect(guessed).toEqual({ status: 200, upstream: undefined });
  });

  test.each([
    ["streams for ever", "/sse"],
    ["takes its time", "/slow?ms=60000"],
    ["ends the connection", "/refuse"],
  ])("who answers is told of a page that %s", async (_, path) => {
    const world = open();
    const routes = world.routesFor("one.test", world.nextRevision());
    const proxy = world.open();
    await proxy.ensure(routes);
    const { probeSecret } = routes;
    expect(await proxy.ask({ ...route("one.test"), path }, { probeSecret, signal })).toMatchObject({
      upstream: world.upstream,
    });
  });

  test("a proxy that was restarted serves what it served before, without being told", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("stays.test", world.nextRevision()));
    await world.restart();
    await world.open().ensureRunning();
    expect(await world.ask("stays.test")).toBe(200);
  });

  test("a proxy that was taken away and made again serves what it served before, without being told", async () => {
    const world = open();
    const routes = world.routesFor("again.test", world.nextRevision());
    await world.open().ensure(routes);
    await world.remove();
    await world.open().ensureRunning();
    expect(await world.ask("again.test")).toBe(200);
    expect(await world.open().ensure(routes)).toMatchObject({ isChanged: false, settings: null });
  });

  test("another version that takes the proxy's place serves what was served before, without being told", async () => {
    const world = open();
    const routes = world.routesFor("other-version.test", world.nextRevision());
    await world.open().ensure(routes);
    for (const next of [world.openOther, world.open]) {
      await world.remove();
      await next().ensureRunning();
      expect(await world.ask("other-version.test")).toBe(200);
      expect(await next().ensure(routes)).toMatchObject({ isChanged: false, settings: null });
    }
  });

  test("a proxy that lost a resource's network is given it back, also when nothing else changed", async () => {
    const world = open();
    const routes = world.routesFor("cut-off.test", world.nextRevision());
    await world.open().ensure(routes);
    await world.cutOff();
    await world.open().ensure(routes);
    expect(await world.ask("cut-off.test")).toBe(200);
  });
}
