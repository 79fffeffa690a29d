import { describe, expect, test } from "vitest";
import type { WorkloadSpec } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost } from "../outcome.ts";
import type { ImageOrigin, Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Driver } from "../ports/driver.ts";
import { ids } from "../testing/builders.ts";
import { commandLaws } from "./command.suite.ts";
import { executeLaws } from "./execute.suite.ts";
import { labelLaws } from "./labels.suite.ts";

/** What a runner writes on what it makes for a release. */
export type Labelling = (release: Release) => Record<string, string>;

export type RunOrder = {
  release: Release;
  image: string;
  does?: "keeps" | "exits";
  imageOrigin?: ImageOrigin | undefined;
  /** As another runner labels it; left out: as this one does. */
  labels?: Labelling;
};

/** One server for one test, with a resource of its own, whoever rolls out there. */
export type EveryWorld = {
  resource: string;
  /** Its changes pass through `effect`. */
  open: (effect?: Effect) => Driver;
  /** Has a release serve, by the driver's own way. */
  run: (order: RunOrder) => Promise<ObservedContainer>;
  aRelease: (fence: { number: number; attempt?: number }) => Release;
  image: string;
  /** Of something that stays up. */
  anySpec: (release: Release) => WorkloadSpec;
  /** Makes an image as a build of ours for this release does; another one each time. */
  build: (release: Release, labels?: Labelling) => Promise<string>;
  /** Brings an image without labels of ours; another one each time. */
  pull: () => Promise<string>;
  /** Somebody else gives an image a name. */
  nameImage: (id: string) => Promise<void>;
  /** Which of these are on the server, in their order. */
  imagesLeft: (ids: readonly string[]) => Promise<string[]>;
  /** Makes what runs with "exits" end. Does nothing where processes end by themselves. */
  let: (container: ObservedContainer) => void;
};

/** Whoever has no right to change anything any more. */
export const lost: Effect = () => Promise.reject(new LeaseLost("somebody else has it"));

/** The laws of every driver and of the fakes. */
export function everyDriverLaws(open: () => Promise<EveryWorld>): void {
  commandLaws(open);
  executeLaws(open, lost);
  describe("labels", () => labelLaws(open));
  const observe = (world: EveryWorld) => world.open().observe(world.resource);
  const serve = (world: EveryWorld, number = 1) =>
    world.run({ release: world.aRelease({ number }), image: world.image });

  test("what serves is seen with its release, as the live one, and only by its own resource", async () => {
    const world = await open();
    const container = await serve(world);
    expect(await observe(world)).toMatchObject([
      { id: container.id, role: "live", isAside: false, state: "running", release: world.aRelease({ number: 1 }) },
    ]);
    expect(await world.open().observe(ids.otherResource)).toEqual([]);
  });

  test("a resource is missing when nothing of it is here, whatever its state", async () => {
    const world = await open();
    const container = await serve(world);
    await world.open().stop(container, 1);
    const expected = [world.resource, ids.otherResource];
    expect(await world.open().missing(expected)).toEqual([ids.otherResource]);
    expect(await world.open().missing([])).toEqual([]);
  });

  test("what a driver says of itself can be relied on", async () => {
    const { capabilities, upstreams } = (await open()).open();
    expect(["ours", "platform"]).toContain(capabilities.rollout);
    const key = upstreams.keyOf(ids.resource);
    expect(key).toMatch(/^[a-z0-9-]+$/i);
    expect(upstreams.serving(key)).not.toBe(upstreams.serving(upstreams.keyOf(ids.otherResource)));
  });

  test("a process that ends is told with its exit code, also to who looks later", async () => {
    const world = await open();
    const release = world.aRelease({ number: 1 });
    const container = await world.run({ release, image: world.image, does: "exits" });
    const { exited } = world.open().watch(container);
    world.let(container);
    expect(await exited).toMatchObject({ exitCode: expect.any(Number) });
    await world.open().stop(container, 1);
    expect(await world.open().watch(container).exited).toMatchObject({ exitCode: expect.any(Number) });
  });

  test("stopping and removing twice is as good as once", async () => {
    const world = await open();
    const container = await serve(world);
    const driver = world.open();
    await driver.stop(container, 1);
    await driver.stop(container, 1);
    expect((await observe(world))[0]?.state).toBe("stopped");
    await driver.remove(container);
    await driver.remove(container);
    await driver.discard(container);
    await driver.stop(container, 1);
    expect(await observe(world)).toEqual([]);
  });

  test("a stopped release runs again in the role it had", async () => {
    const world = await open();
    const container = await serve(world);
    const driver = world.open();
    await driver.stop(container, 1);
    await driver.startAgain(container);
    expect(await observe(world)).toMatchObject([{ role: "live", state: "running" }]);
  });

  test("a restarted release runs in the role it had, whether it ran before or not", async () => {
    const world = await open();
    const container = await serve(world);
    const driver = world.open();
    await driver.restart(container, 1);
    expect(await observe(world)).toMatchObject([{ id: container.id, role: "live", state: "running" }]);
    await driver.stop(container, 1);
    await driver.restart(container, 1);
    expect(await observe(world)).toMatchObject([{ id: container.id, role: "live", state: "running" }]);
  });

  test("one that is gone cannot run again, and that is said", async () => {
    const world = await open();
    const container = await serve(world);
    const driver = world.open();
    await driver.remove(container);
    await expect(driver.startAgain(container)).rejects.toThrow();
    await expect(driver.restart(container, 1)).rejects.toThrow();
    expect(await observe(world)).toEqual([]);
  });

  describe("without the lease", () => {
    const changes: [string, (driver: Driver, at: { world: EveryWorld; one: ObservedContainer }) => Promise<void>][] = [
      ["stopping", (driver, { one }) => driver.stop(one, 1)],
      ["starting again", (driver, { one }) => driver.startAgain(one)],
      ["restarting", (driver, { one }) => driver.restart(one, 1)],
      ["removing", (driver, { one }) => driver.remove(one)],
      ["discarding", (driver, { one }) => driver.discard(one)],
      ["removing images", (driver, { world }) => driver.removeImages({ ...nothingKept, resource: world.resource })],
    ];
    const nothingKept = { keep: [], pulled: [] };

    test.each(changes)("%s changes nothing", async (what, change) => {
      const world = await open();
      const one = await serve(world);
      const image = await world.build(world.aRelease({ number: 9 }));
      if (what === "starting again") await world.open().stop(one, 1);
      const before = await observe(world);
      await expect(change(world.open(lost), { world, one })).rejects.toBeInstanceOf(LeaseLost);
      expect(await observe(world)).toEqual(before);
      expect(await world.imagesLeft([image])).toEqual([image]);
    });
  });

  describe("the images of a resource", () => {
    const sweep = (world: EveryWorld, { keep = [], pulled = [] }: { keep?: string[]; pulled?: string[] } = {}) =>
      world.open().removeImages({ resource: world.resource, keep, pulled });

    test("go when nobody keeps or uses them, and going twice is no trouble", async () => {
      const world = await open();
      const [kept, left] = [
        await world.build(world.aRelease({ number: 1 })),
        await world.build(world.aRelease({ number: 2 })),
      ];
      await sweep(world, { keep: [kept] });
      await sweep(world, { keep: [kept] });
      expect(await world.imagesLeft([kept, left])).toEqual([kept]);
      await sweep(world);
      expect(await world.imagesLeft([kept, left])).toEqual([]);
    });

    test("stay while a release of another name runs them, and go with the last one", async () => {
      const world = await open();
      const image = await world.build(world.aRelease({ number: 1 }));
      const again = world.aRelease({ number: 3 });
      const container = await world.run({ release: again, image });
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([image]);
      await world.open().remove(container);
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([]);
    });

    test("go also when a later attempt took their name", async () => {
      const world = await open();
      const first = await world.build(world.aRelease({ number: 1, attempt: 1 }));
      const second = await world.build(world.aRelease({ number: 1, attempt: 2 }));
      expect(await world.imagesLeft([first, second])).toEqual([first, second]);
      await sweep(world, { keep: [second] });
      expect(await world.imagesLeft([first, second])).toEqual([second]);
    });

    test("that were pulled go only when they are named as pulled by us", async () => {
      const world = await open();
      const [ours, theirs] = [await world.pull(), await world.pull()];
      await sweep(world, { pulled: [ours] });
      expect(await world.imagesLeft([ours, theirs])).toEqual([theirs]);
    });

    test("stay when somebody gave them a name of his own", async () => {
      const world = await open();
      const image = await world.build(world.aRelease({ number: 1 }));
      await world.nameImage(image);
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([image]);
    });

    test("of another resource are not touched", async () => {
      const world = await open();
      const image = await world.build({ ...world.aRelease({ number: 1 }), resource: ids.otherResource });
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([image]);
    });

    test("tell with each container how they came", async () => {
      const world = await open();
      const release = world.aRelease({ number: 1 });
      await world.run({ release, image: world.image, imageOrigin: "pulled" });
      expect(await observe(world)).toMatchObject([{ imageOrigin: "pulled" }]);
    });

    test("that are gone start nothing", async () => {
      const world = await open();
      const release = world.aRelease({ number: 1 });
      await expect(world.run({ release, image: `sha256:${"0".repeat(64)}` })).rejects.toMatchObject({
        failure: { class: "image-unavailable" },
      });
      expect(await observe(world)).toEqual([]);
    });
  });
}
