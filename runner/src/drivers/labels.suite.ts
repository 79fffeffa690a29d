import { describe, expect, test } from "vitest";
import { labelsOf, type Release } from "../plan/names.ts";
import type { EveryWorld, Labelling } from "./every-driver.suite.ts";

/** Word for word what runner 0.1.0 writes. */
const ofFirstRunner: Labelling = ({ team, resource, deployment, number, attempt }) => ({
  "fairlead.managed": "true",
  "fairlead.team": team,
  "fairlead.application": resource,
  "fairlead.deployment": deployment,
  "fairlead.number": String(number),
  "fairlead.attempt": String(attempt),
});
const withoutOlderName: Labelling = (release) => {
  const { "fairlead.application": _older, ...labels } = labelsOf(release);
  return labels;
};
/** The image that it runs was made from one of another resource, which left its labels. */
const overAnother: Labelling = (release) => ({
  "fairlead.resource": "app_" + "z".repeat(26),
  ...ofFirstRunner(release),
});

const writers: [string, Labelling][] = [
  ["runner 0.1.0", ofFirstRunner],
  ["this runner", labelsOf],
  ["a runner that writes the older name no more", withoutOlderName],
  ["runner 0.1.0 over an image with the labels of another resource", overAnother],
];

/** The laws of labels: whichever runner made something, it is found and goes on as it is. */
export function labelLaws(open: () => Promise<EveryWorld>): void {
  const observe = (world: EveryWorld) => world.open().observe(world.resource);
  const runningOf = async (world: EveryWorld) =>
    (await observe(world)).filter(({ role, state }) => role === "live" && state === "running").map(numberOf);
  const numberOf = ({ release }: { release: Release }) => release.number;

  describe.each(writers)("made by %s", (_who, labels) => {
    const serve = (world: EveryWorld, number: number) =>
      world.run({ release: world.aRelease({ number }), image: world.image, labels });

    test("a version that serves is found once, as the live one, and not missing", async () => {
      const world = await open();
      const { id } = await serve(world, 1);
      expect(await observe(world)).toMatchObject([
        { id, role: "live", isAside: false, state: "running", release: world.aRelease({ number: 1 }) },
      ]);
      expect(await world.open().missing([world.resource])).toEqual([]);
    });

    test("it is stopped and runs again as itself", async () => {
      const world = await open();
      const { id } = await serve(world, 1);
      const [found] = await observe(world);
      if (!found) throw new Error("it was not found");
      await world.open().stop(found, 1);
      await world.open().startAgain(found);
      expect(await observe(world)).toMatchObject([{ id, role: "live", state: "running" }]);
    });

    test("it gives way to the next version, and is never served beside it", async () => {
      const world = await open();
      await serve(world, 1);
      await world.run({ release: world.aRelease({ number: 2 }), image: world.image });
      expect(await runningOf(world)).toEqual([2]);
    });

    test("an older version is refused beside it", async () => {
      const world = await open();
      await serve(world, 2);
      const late = world.run({ release: world.aRelease({ number: 1 }), image: world.image });
      await expect(late).rejects.toMatchObject({ name: "StaleRelease" });
      expect(await runningOf(world)).toEqual([2]);
    });

    test("its image goes when nobody keeps it, and stays while it is kept", async () => {
      const world = await open();
      const image = await world.build(world.aRelease({ number: 1 }), labels);
      const sweep = (keep: string[]) => world.open().removeImages({ resource: world.resource, keep, pulled: [] });
      await sweep([image]);
      expect(await world.imagesLeft([image])).toEqual([image]);
      await sweep([]);
      expect(await world.imagesLeft([image])).toEqual([]);
    });
  });
}
