import { expect, test } from "vitest";
import type { ServerRoutes } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import type { ServerProxy } from "./proxy.ts";

/** One server with a proxy and one application behind it that answers on `host`. */
export type ProxyWorld = {
  /** A handle of its own: as another runner would have. */
  open: () => ServerProxy;
  /** Routes in which the application answers on `host`, and nothing else does. */
  routesFor: (host: string, revision: number) => ServerRoutes;
  /** The next number of a revision that this server has not seen. */
  nextRevision: () => number;
  /** One request as a user makes it: its status, or undefined when nobody listens. */
  ask: (host: string) => Promise<number | undefined>;
  /** `address:port` of the application's container. */
  upstream: string;
  restart: () => Promise<void>;
};

/** The laws of the port. */
export function proxyLaws(open: () => ProxyWorld): void {
  const signal = new AbortController().signal;
  const route = (host: string) => ({ host, path: "/", scheme: "http" as const, redirectTo: null });

  test("routes that were given are served, and others are not", async () => {
    const world = open();
    const revision = world.nextRevision();
    expect(await world.open().ensure(world.routesFor("one.test", revision))).toEqual({ revision, isChanged: true });
    expect(await world.ask("one.test")).toBe(200);
    expect(await world.ask("other.test")).toBe(404);
  });

  test("the same revision again changes nothing", async () => {
    const world = open();
    const routes = world.routesFor("one.test", world.nextRevision());
    await world.open().ensure(routes);
    expect(await world.open().ensure(routes)).toEqual({ revision: routes.revision, isChanged: false });
  });

  test("an older revision never replaces a newer one", async () => {
    const world = open();
    const older = world.routesFor("older.test", world.nextRevision());
    const newer = world.routesFor("newer.test", world.nextRevision());
    await world.open().ensure(newer);
    expect(await world.open().ensure(older)).toEqual({ revision: newer.revision, isChanged: false });
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

  test("a configuration that is refused leaves the one before in force", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("kept.test", world.nextRevision()));
    const broken = world.routesFor("kept.test", world.nextRevision());
    const acme = { email: null, directory: null, trustedRoots: "this is no certificate" };
    const routes = [{ ...route("kept.test"), scheme: "https" as const }];
    const applications = broken.applications.map((each) => ({ ...each, routes }));
    await expect(world.open().ensure({ ...broken, acme, applications })).rejects.toBeInstanceOf(StepFailed);
    expect(await world.ask("kept.test")).toBe(200);
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

  test("a proxy that was restarted serves what it served before, without being told", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("stays.test", world.nextRevision()));
    await world.restart();
    await world.open().ensureRunning();
    expect(await world.ask("stays.test")).toBe(200);
  });
}
