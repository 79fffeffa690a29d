import type { HostPort } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { atInstant } from "../../testing/at-instant.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { updateApplication } from "./update-application.ts";

// Two saves of the same instant: one port of a server has one holder, whichever of them comes first.

type Place = Awaited<ReturnType<typeof aPlace>>;
type World = { deps: TestDeps; actor: Actor; here: Place; there: Place };
type Side = (world: World) => Promise<() => Promise<unknown>>;

const local: HostPort = { port: 5_000, address: "127.0.0.1" };
const everywhere: HostPort = { port: 5_000, address: "0.0.0.0" };
const elsewhere: HostPort = { port: 5_000, address: "192.0.2.7" };

const asks =
  (name: string, hostPort: HostPort): Side =>
  async ({ deps, actor, here }) => {
    const { id } = await anApplication(deps, actor, { place: here, name });
    return () => updateApplication(deps, actor, { id, set: { revision: 1, container: { hostPort } } });
  };
/** Has the port on another server already. */
const joins =
  (name: string, hostPort: HostPort): Side =>
  async ({ deps, actor, here, there }) => {
    const { id } = await anApplication(deps, actor, { place: there, name, container: { hostPort } });
    const destinations = [there.destinationId, here.destinationId];
    return () => updateApplication(deps, actor, { id, set: { revision: 1, destinations } });
  };
const born =
  (name: string, hostPort: HostPort): Side =>
  async ({ deps, actor, here }) =>
  () =>
    anApplication(deps, actor, { place: here, name, container: { hostPort } });

/** Writers of one process wait for each other. */
const inAnotherProcess = (deps: TestDeps): TestDeps => ({ ...deps, db: Object.create(deps.db) });

/** What each side came to, in each instant of the first. */
async function race(one: Side, other: Side) {
  const outcomes: string[] = [];
  for (let instant = 1; ; instant++) {
    const deps = await testDeps();
    const actor: Actor = { ...(await aTeam(deps)), role: "admin" };
    const world = { deps, actor, here: await aPlace(deps, actor), there: await aPlace(deps, actor) };
    const [first, second] = [await one(world), await other({ ...world, deps: inAnotherProcess(deps) })];
    const ends: Record<string, string> = {};
    const noted = (side: string, work: () => Promise<unknown>) => async () => {
      ends[side] = await work().then(
        () => "saved",
        (error: Error) => error.message,
      );
    };
    const isMet = await atInstant(deps.db.$client, {
      instant,
      work: noted("first", first),
      meanwhile: noted("second", second),
    });
    await deps.settle();
    deps.dispose();
    if (!isMet) return outcomes;
    outcomes.push(`${ends.first} | ${ends.second}`);
  }
}

const refused = (name: string) => new RegExp(`5000 of web-1 belongs to the application ${name} already`);

test.each([
  ["two saves", asks("ledger", local), asks("shop", local)],
  ["one for every address", asks("ledger", everywhere), asks("shop", elsewhere)],
  ["a birth and a save", born("ledger", local), asks("shop", local)],
  ["two births", born("ledger", local), born("shop", local)],
  ["a server that is added where the other asks for the port", joins("ledger", local), asks("shop", local)],
])(
  "%s in one instant leave the port with one of them, and the other is told whose it is",
  async (_what, one, other) => {
    const outcomes = await race(one, other);
    expect(outcomes.length).toBeGreaterThan(3);
    for (const outcome of outcomes) {
      expect(outcome).toMatch(/^saved \| .*|.* \| saved$/);
      expect(outcome).not.toBe("saved | saved");
      expect(outcome).toMatch(outcome.startsWith("saved") ? refused("ledger") : refused("shop"));
    }
  },
);

test("two that ask for other addresses of it are both saved", async () => {
  const outcomes = await race(asks("ledger", local), asks("shop", elsewhere));
  expect(new Set(outcomes)).toEqual(new Set(["saved | saved"]));
});
