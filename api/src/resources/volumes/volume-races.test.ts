import { expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { race, type Side } from "../../testing/race.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { aTeam, type TestDeps } from "../../testing/test-deps.ts";
import { updateApplication } from "../applications/update-application.ts";
import { createVolume } from "./create-volume.ts";
import { trashVolume } from "./trash-volume.ts";

// Two deeds of one instant: a volume has one writer, and none that anybody mounts goes to the trash, whichever of them comes first.

type Place = Awaited<ReturnType<typeof aPlace>>;
type World = { deps: TestDeps; actor: Actor; here: Place; volume: string };

const mounted = (volume: string, isReadOnly = false) => ({ mounts: [{ volume, path: "/data", isReadOnly }] });

const mounts =
  (name: string, isReadOnly = false): Side<World> =>
  async ({ deps, actor, here, volume }) => {
    const { id } = await anApplication(deps, actor, { place: here, name });
    return () => updateApplication(deps, actor, { id, set: { revision: 1, container: mounted(volume, isReadOnly) } });
  };
const born =
  (name: string): Side<World> =>
  async ({ deps, actor, here, volume }) =>
  () =>
    anApplication(deps, actor, { place: here, name, container: mounted(volume) });
const trashes: Side<World> =
  async ({ deps, actor, volume }) =>
  () =>
    trashVolume(deps, actor, { id: volume, name: "data" });

const inRace = (one: Side<World>, other: Side<World>) =>
  race({
    world: async (deps) => {
      const actor: Actor = { ...(await aTeam(deps)), role: "admin" };
      const here = await aPlace(deps, actor);
      const { id: volume } = await createVolume(deps, actor, { name: "data", serverId: here.serverId });
      return { deps, actor, here, volume };
    },
    one,
    other,
  });

test.each([
  ["two saves", mounts("ledger"), mounts("shop"), /(ledger|shop) writes data already/],
  ["a birth and a save", born("ledger"), mounts("shop"), /(ledger|shop) writes data already/],
  ["two births", born("ledger"), born("shop"), /(ledger|shop) writes data already/],
  ["a save and the trash", mounts("ledger"), trashes, /is in the trash|ledger mounts data/],
  ["a birth and the trash", born("ledger"), trashes, /is in the trash|ledger mounts data/],
  ["the trash and a save", trashes, mounts("shop", true), /is in the trash|shop mounts data/],
])(
  "%s in one instant leave the volume with one of them, and the other is told why",
  async (_what, one, other, told) => {
    const outcomes = await inRace(one, other);
    expect(outcomes.length).toBeGreaterThan(3);
    for (const outcome of outcomes) {
      expect(outcome).toMatch(/^saved \| .*|.* \| saved$/);
      expect(outcome).not.toBe("saved | saved");
      expect(outcome).toMatch(told);
    }
  },
);

test("two that only read it are both saved", async () => {
  const outcomes = await inRace(mounts("ledger", true), mounts("shop", true));
  expect(new Set(outcomes)).toEqual(new Set(["saved | saved"]));
});
