import { expect, test } from "vitest";
import type { ServerRoutes } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost } from "../outcome.ts";
import type { ServerProxy } from "../ports/proxy.ts";

/** One server, whoever brings requests to what runs there. */
export type EveryProxyWorld = {
  /** A handle of its own, as another runner would have; its changes pass through `effect`. */
  open: (effect?: Effect) => ServerProxy;
  /** Routes in which one resource answers on `host`, and nothing else does. */
  routesFor: (host: string, revision: number) => ServerRoutes;
  /** The next number of a revision that this server has not seen. */
  nextRevision: () => number;
};

/** Whoever has no right to change anything any more. */
export const lost: Effect = () => Promise.reject(new LeaseLost("somebody else has it"));

/** The laws of every proxy, of `none` and of the fake. */
export function everyProxyLaws(open: () => EveryProxyWorld): void {
  const signal = new AbortController().signal;

  test("routes are answered with their revision, and the same again changes nothing", async () => {
    const world = open();
    const routes = world.routesFor("every.test", world.nextRevision());
    expect(await world.open().ensure(routes)).toMatchObject({ revision: routes.revision, refused: [], settings: null });
    expect(await world.open().ensure(routes)).toMatchObject({ revision: routes.revision, isChanged: false });
  });

  test("whether it runs may be asked at any time, and is told the same twice", async () => {
    const world = open();
    const first = await world.open().ensureRunning();
    expect(await world.open().ensureRunning()).toEqual(first);
  });

  test("of certificates only those are told that were asked for", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("every.test", world.nextRevision()));
    const told = await world.open().certificates(["every.test"]);
    expect(told.filter(({ host }) => host !== "every.test")).toEqual([]);
    expect(await world.open().certificates([])).toEqual([]);
  });

  test("who guesses the secret is never told which container answers", async () => {
    const world = open();
    await world.open().ensure(world.routesFor("every.test", world.nextRevision()));
    const route = { host: "every.test", path: "/", scheme: "http" as const, redirectTo: null, port: null };
    const answer = await world.open().ask(route, { probeSecret: "a-guess-of-the-same-length", signal });
    expect(answer?.upstream).toBeUndefined();
  });

  test("who has lost the lease changes nothing, and keeps nobody after it from it", async () => {
    const world = open();
    const routes = world.routesFor("late.test", world.nextRevision());
    const late = await world
      .open(lost)
      .ensure(routes)
      .catch((error: unknown) => error);
    if (late instanceof Error) expect(late).toBeInstanceOf(LeaseLost);
    else expect(late).toMatchObject({ isChanged: false });
    expect(await world.open().ensure(routes)).toMatchObject({ revision: routes.revision, settings: null });
  });
}
