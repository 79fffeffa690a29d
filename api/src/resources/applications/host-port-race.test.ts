import type { HostPort } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { race, type Side } from "../../testing/race.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { aTeam, type TestDeps } from "../../testing/test-deps.ts";
import { updateApplication } from "./update-application.ts";

// Two saves of the same instant: one port of a server has one holder, whichever of them comes first.

type Place = Awaited<ReturnType<typeof aPlace>>;
type World = { deps: TestDeps; actor: Actor; here: Place; there: Place };

const local: HostPort = { port: 5_000, address: "127.0.0.1" };
const everywhere: HostPort = { port: 5_000, address: "0.0.0.0" };
const elsewhere: HostPort = { port: 5_000, address: "192.0.2.7" };

const asks =
  (name: string, hostPort: HostPort): Side<World> =>
  async ({ deps, actor, here }) => {
    const { id } = await anApplication(deps, actor, { place: here, name });
    return () => updateApplication(deps, actor, { id, set: { revision: 1, container: { hostPort } } });
  };
const publishes =
  (name: string, { port, address }: HostPort): Side<World> =>
  async ({ deps, actor, here }) => {
    const { id } = await anApplication(deps, actor, { place: here, name });
    const publishedPorts = [{ port, address, target: 9_000, protocol: "tcp" as const }];
    return () => updateApplication(deps, actor, { id, set: { revision: 1, container: { publishedPorts } } });
  };
/** Has the port on another server already. */
const joins =
  (name: string, hostPort: HostPort): Side<World> =>
  async ({ deps, actor, here, there }) => {
    const { id } = await anApplication(deps, actor, { place: there, name, container: { hostPort } });
    const destinations = [there.destinationId, here.destinationId];
    return () => updateApplication(deps, actor, { id, set: { revision: 1, destinations } });
  };
const born =
  (name: string, hostPort: HostPort): Side<World> =>
  async ({ deps, actor, here }) =>
  () =>
    anApplication(deps, actor, { place: here, name, container: { hostPort } });

const inRace = (one: Side<World>, other: Side<World>) =>
  race({
    world: async (deps) => {
      const actor: Actor = { ...(await aTeam(deps)), role: "admin" };
      return { deps, actor, here: await aPlace(deps, actor), there: await aPlace(deps, actor) };
    },
    one,
    other,
  });

const refused = (name: string) => new RegExp(`5000 of web-1 belongs to the application ${name} already`);

test.each([
  ["two saves", asks("ledger", local), asks("shop", local)],
  ["a further port and a save", publishes("ledger", everywhere), asks("shop", local)],
  ["two further ports", publishes("ledger", local), publishes("shop", local)],
  ["one for every address", asks("ledger", everywhere), asks("shop", elsewhere)],
  ["a birth and a save", born("ledger", local), asks("shop", local)],
  ["two births", born("ledger", local), born("shop", local)],
  ["a server that is added where the other asks for the port", joins("ledger", local), asks("shop", local)],
])(
  "%s in one instant leave the port with one of them, and the other is told whose it is",
  async (_what, one, other) => {
    const outcomes = await inRace(one, other);
    expect(outcomes.length).toBeGreaterThan(3);
    for (const outcome of outcomes) {
      expect(outcome).toMatch(/^saved \| .*|.* \| saved$/);
      expect(outcome).not.toBe("saved | saved");
      expect(outcome).toMatch(outcome.startsWith("saved") ? refused("ledger") : refused("shop"));
    }
  },
);

test("two that ask for other addresses of it are both saved", async () => {
  const outcomes = await inRace(asks("ledger", local), asks("shop", elsewhere));
  expect(new Set(outcomes)).toEqual(new Set(["saved | saved"]));
});
