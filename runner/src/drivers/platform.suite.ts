import { expect, test } from "vitest";
import type { WorkloadSpec } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import { type PlatformDriver, StaleRelease } from "../ports/driver.ts";
import { type EveryWorld, everyDriverLaws, type Labelling, lost } from "./every-driver.suite.ts";

/** One platform for one test, with a resource of its own. */
export type PlatformWorld = Omit<EveryWorld, "open" | "run" | "anySpec"> & {
  driver: (effect: Effect) => PlatformDriver;
  /** That of a runner which labels otherwise, at the same platform. */
  labelling: (labels: Labelling) => PlatformDriver;
  specOf: (release: Release) => WorkloadSpec;
  /** An image that never answers. */
  brokenImage: () => Promise<string>;
};

const through: Effect = (_name, work) => work();

/** The laws of drivers whose platform rolls out, after those of every driver. */
export function platformLaws(open: () => Promise<PlatformWorld>): void {
  const { signal } = new AbortController();
  const orderOf = (world: PlatformWorld, release: Release, image = world.image) => ({
    ...{ release, image, signal, spec: world.specOf(release) },
    env: { A: "1" },
    commit: "{}",
    onProgress: () => undefined,
  });
  everyDriverLaws(async () => {
    const world = await open();
    const driver = world.driver(through);
    return {
      ...world,
      open: (effect) => (effect ? world.driver(effect) : driver),
      anySpec: world.specOf,
      run: ({ release, image, imageOrigin, labels }) =>
        (labels ? world.labelling(labels) : driver).rollOut({ ...orderOf(world, release, image), imageOrigin }),
    };
  });
  const observe = (world: PlatformWorld) => world.driver(through).observe(world.resource);
  const runningOf = async (world: PlatformWorld) =>
    (await observe(world)).flatMap(({ state, role, release }) =>
      state === "running" ? [`${release.number} ${role}`] : [],
    );

  test("a rollout ends when the new version serves, alone", async () => {
    const world = await open();
    for (const number of [1, 2]) await world.driver(through).rollOut(orderOf(world, world.aRelease({ number })));
    expect(await runningOf(world)).toEqual(["2 live"]);
  });

  test("a rollout that is repeated ends with the same version, once", async () => {
    const world = await open();
    for (const attempt of [1, 1, 2])
      await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 1, attempt })));
    expect(await runningOf(world)).toEqual(["1 live"]);
  });

  test("a rollout that fails says why, and the version before serves", async () => {
    const world = await open();
    await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 1 })));
    const broken = orderOf(world, world.aRelease({ number: 2 }), await world.brokenImage());
    await expect(world.driver(through).rollOut(broken)).rejects.toBeInstanceOf(StepFailed);
    expect(await runningOf(world)).toEqual(["1 live"]);
  });

  test("a rollout without the lease changes nothing", async () => {
    const world = await open();
    await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 1 })));
    const late = world.driver(lost).rollOut(orderOf(world, world.aRelease({ number: 2 })));
    await expect(late).rejects.toBeInstanceOf(LeaseLost);
    expect(await runningOf(world)).toEqual(["1 live"]);
  });

  test("an older release is refused, and changes nothing", async () => {
    const world = await open();
    await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 3 })));
    const late = world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 2 })));
    await expect(late).rejects.toBeInstanceOf(StaleRelease);
    expect(await runningOf(world)).toEqual(["3 live"]);
  });

  test.each(["before", "after"])("who loses the lease %s the rollout leaves a version that serves", async (moment) => {
    const world = await open();
    await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 1 })));
    const dying: Effect = async (_name, work) => {
      if (moment === "after") await work();
      throw new LeaseLost("the test took it");
    };
    const order = orderOf(world, world.aRelease({ number: 2 }));
    await expect(world.driver(dying).rollOut(order)).rejects.toBeInstanceOf(LeaseLost);
    expect(await runningOf(world)).toHaveLength(1);
    await world.driver(through).rollOut(orderOf(world, world.aRelease({ number: 2, attempt: 2 })));
    expect(await runningOf(world)).toEqual(["2 live"]);
  });
}
