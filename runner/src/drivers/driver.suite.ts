import { describe, expect, test } from "vitest";
import type { WorkloadSpec } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import { type Driver, StaleRelease } from "../ports/driver.ts";
import { ids } from "../testing/builders.ts";

/** One server for one test, with an application of its own. */
export type DriverWorld = {
  application: string;
  /** A driver whose changes pass through `effect`. */
  driver: (effect: Effect) => Driver;
  aRelease: (fence: { number: number; attempt?: number }) => Release;
  /** What a release runs: `keeps` stays up until it is stopped, `exits` ends with code 3 soon after its start. */
  specOf: (release: Release, does: "keeps" | "exits") => WorkloadSpec;
  image: string;
  /** Makes an image as a build of ours for this release does; another one each time. */
  build: (release: Release) => Promise<string>;
  /** Brings an image without labels of ours; another one each time. */
  pull: () => Promise<string>;
  /** Somebody else gives an image a name. */
  nameImage: (id: string) => Promise<void>;
  /** Which of these are on the server, in their order. */
  imagesLeft: (ids: readonly string[]) => Promise<string[]>;
  /** Makes `start` with "exits" end. Does nothing where processes end by themselves. */
  let: (container: ObservedContainer) => void;
};

const through: Effect = (_name, work) => work();
/** The effect fails before it happens. */
const failing =
  (name: string, error: Error): Effect =>
  (effect, work) =>
    effect === name ? Promise.reject(error) : work();
/** The effect happens, and then something fails. */
const failingAfter =
  (name: string, error: Error): Effect =>
  async (effect, work) => {
    const done = await work();
    if (effect === name) throw error;
    return done;
  };
const rolesOf = (observed: readonly ObservedContainer[]) =>
  observed.map(({ role, release }) => `${release.number} ${role}`).sort();

/** The laws of the port, for every driver and for the fake. */
export function driverLaws(open: () => Promise<DriverWorld>): void {
  type Fence = { number: number; attempt?: number; does?: "keeps" | "exits" };
  const begin = async (world: DriverWorld, { does = "keeps", ...fence }: Fence, driver = world.driver(through)) => {
    const release = world.aRelease(fence);
    const spec = world.specOf(release, does);
    return { release, ...(await driver.start({ release, spec, image: world.image, env: { A: "1" }, commit: "{}" })) };
  };
  const serve = async (world: DriverWorld, fence: Fence) => {
    const begun = await begin(world, fence);
    await world.driver(through).flip({ release: begun.release, candidate: begun.container });
    return begun;
  };
  const untilCrashing = async (world: DriverWorld, { container, watch }: Awaited<ReturnType<typeof begin>>) => {
    world.let(container);
    await watch.exited;
    const state = async () => (await observe(world)).find(({ id }) => id === container.id)?.state;
    await expect.poll(state, { timeout: 10_000, interval: 20 }).toBe("crashing");
  };
  const observe = (world: DriverWorld) => world.driver(through).observe(world.application);

  test("a started release runs as a candidate, with an address, and gets no traffic", async () => {
    const world = await open();
    const { release, container } = await begin(world, { number: 1 });
    const [seen, ...others] = await observe(world);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({
      id: container.id,
      role: "candidate",
      state: "running",
      release,
      commit: "{}",
    });
    expect(container.address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(seen?.address).toBe(container.address);
  });

  test("starting the same attempt again replaces what its first try left", async () => {
    const world = await open();
    const release = world.aRelease({ number: 1 });
    const request = { release, spec: world.specOf(release, "keeps"), image: world.image, env: {}, commit: undefined };
    const first = await world.driver(through).start(request);
    const second = await world.driver(through).start(request);
    expect((await observe(world)).map(({ id }) => id)).toEqual([second.container.id]);
    expect(second.container.id).not.toBe(first.container.id);
  });

  test("a start that fails half way leaves nothing behind", async () => {
    const world = await open();
    const driver = world.driver(failing("start", new Error("broken on the way")));
    await expect(begin(world, { number: 1 }, driver)).rejects.toThrow("broken on the way");
    expect(await observe(world)).toEqual([]);
  });

  test("a flip makes the new one live and leaves the old one running", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await begin(world, { number: 2 });
    const { previous, observed } = await world
      .driver(through)
      .flip({ release: next.release, candidate: next.container });
    expect(previous).toMatchObject({ id: old.container.id, state: "running" });
    const seen = await observe(world);
    expect(rolesOf(seen)).toEqual(["1 retired", "2 live"]);
    expect(seen.find(({ id }) => id === old.container.id)?.role).toBe("retired");
    expect(rolesOf(observed)).toEqual(rolesOf(seen));
    expect(seen.every(({ state }) => state === "running")).toBe(true);
  });

  test("a flip that is repeated changes nothing and names the same previous one", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await serve(world, { number: 2 });
    const again = await world.driver(through).flip({ release: next.release, candidate: next.container });
    expect(again.previous?.id).toBe(old.container.id);
  });

  test.each([
    ["a newer deployment", { number: 3, attempt: 1 }],
    ["a newer attempt", { number: 2, attempt: 2 }],
  ])("a flip is refused when %s is on the server, and changes nothing", async (_what, newer) => {
    const world = await open();
    await serve(world, { number: 1 });
    const late = await begin(world, { number: 2, attempt: 1 });
    await begin(world, newer);
    const before = rolesOf(await observe(world));
    const flip = world.driver(through).flip({ release: late.release, candidate: late.container });
    await expect(flip).rejects.toBeInstanceOf(StaleRelease);
    expect(rolesOf(await observe(world))).toEqual(before);
  });

  test("a flip that fails between its two renames gives the traffic back to the old one", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await begin(world, { number: 2 });
    const driver = world.driver(failing("live-name", new Error("broken on the way")));
    await expect(driver.flip({ release: next.release, candidate: next.container })).rejects.toThrow(
      "broken on the way",
    );
    const seen = await observe(world);
    expect(seen.find(({ role }) => role === "live")?.id).toBe(old.container.id);
  });

  test.each(["retire-name", "live-name"])(
    "a flip that fails after %s gives the traffic back to the old one",
    async (name) => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      const next = await begin(world, { number: 2 });
      const driver = world.driver(failingAfter(name, new Error("broken on the way")));
      await expect(driver.flip({ release: next.release, candidate: next.container })).rejects.toThrow(
        "broken on the way",
      );
      const seen = await observe(world);
      expect(seen.find(({ role }) => role === "live")?.id).toBe(old.container.id);
    },
  );

  test("a flip that loses its lease between its two renames leaves a state that names who served", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await begin(world, { number: 2 });
    const driver = world.driver(failing("live-name", new LeaseLost("the test took it")));
    await expect(driver.flip({ release: next.release, candidate: next.container })).rejects.toBeInstanceOf(LeaseLost);
    const repair = planRepair(await observe(world));
    expect(repair?.id).toBe(old.container.id);
    if (repair) await world.driver(through).restoreLive(repair);
    expect(planRepair(await observe(world))).toBeUndefined();
  });

  test("a flip back returns the traffic, and may be repeated", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await serve(world, { number: 2 });
    const order = { release: next.release, candidate: next.container, previous: old.container };
    await world.driver(through).flipBack(order);
    await world.driver(through).flipBack(order);
    const seen = await observe(world);
    expect(seen.find(({ role }) => role === "live")?.id).toBe(old.container.id);
  });

  test("a version that keeps crashing gives the traffic to the next one", async () => {
    const world = await open();
    const old = await serve(world, { number: 1, does: "exits" });
    await untilCrashing(world, old);
    const next = await serve(world, { number: 2 });
    const seen = await observe(world);
    expect(seen.find(({ role }) => role === "live")?.id).toBe(next.container.id);
    expect(seen.find(({ id }) => id === old.container.id)?.role).toBe("retired");
  });

  test("a flip back takes the traffic from a version that keeps crashing", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await serve(world, { number: 2, does: "exits" });
    await untilCrashing(world, next);
    await world.driver(through).flipBack({ release: next.release, candidate: next.container, previous: old.container });
    const live = (await observe(world)).find(({ role }) => role === "live");
    expect(live).toMatchObject({ id: old.container.id, state: "running" });
  });

  test("a flip back to a version that kept crashing runs it again", async () => {
    const world = await open();
    const old = await serve(world, { number: 1, does: "exits" });
    await untilCrashing(world, old);
    const next = await begin(world, { number: 2 });
    const { previous } = await world.driver(through).flip({ release: next.release, candidate: next.container });
    if (!previous) throw new Error("the flip named nobody to go back to");
    await world.driver(through).flipBack({ release: next.release, candidate: next.container, previous });
    const live = (await observe(world)).find(({ role }) => role === "live");
    expect(live?.id).toBe(old.container.id);
    expect(live?.state).not.toBe("stopped");
  });

  test("a process that ends is told with its exit code, also to who looks later", async () => {
    const world = await open();
    const release = world.aRelease({ number: 1 });
    const spec = world.specOf(release, "exits");
    const driver = world.driver(through);
    const { container, watch } = await driver.start({ release, spec, image: world.image, env: {}, commit: undefined });
    world.let(container);
    expect(await watch.exited).toMatchObject({ exitCode: 3 });
    await driver.stop(container, 1);
    expect(await driver.watch(container).exited).toMatchObject({ exitCode: expect.any(Number) });
  });

  test("stopping and removing twice is as good as once", async () => {
    const world = await open();
    const { container } = await serve(world, { number: 1 });
    const driver = world.driver(through);
    await driver.stop(container, 1);
    await driver.stop(container, 1);
    expect((await observe(world))[0]?.state).toBe("stopped");
    await driver.remove(container);
    await driver.remove(container);
    await driver.stop(container, 1);
    expect(await observe(world)).toEqual([]);
  });

  test("a stopped release runs again in the role it had", async () => {
    const world = await open();
    const { container } = await serve(world, { number: 1 });
    const driver = world.driver(through);
    await driver.stop(container, 1);
    await driver.startAgain(container);
    expect(await observe(world)).toMatchObject([{ role: "live", state: "running" }]);
  });

  describe("the images of an application", () => {
    const sweep = (world: DriverWorld, { keep = [], pulled = [] }: { keep?: string[]; pulled?: string[] } = {}) =>
      world.driver(through).removeImages({ application: world.application, keep, pulled });
    const startOn = (world: DriverWorld, { release, image }: { release: Release; image: string }) =>
      world.driver(through).start({ release, spec: world.specOf(release, "keeps"), image, env: {}, commit: undefined });

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
      const { container } = await startOn(world, { release: again, image });
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([image]);
      await world.driver(through).remove(container);
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

    test("of another application are not touched", async () => {
      const world = await open();
      const image = await world.build({ ...world.aRelease({ number: 1 }), application: ids.otherApplication });
      await sweep(world);
      expect(await world.imagesLeft([image])).toEqual([image]);
    });

    test("tell with each container how they came", async () => {
      const world = await open();
      const release = world.aRelease({ number: 1 });
      const spec = world.specOf(release, "keeps");
      const request = { release, spec, image: world.image, env: {}, commit: undefined };
      await world.driver(through).start({ ...request, imageOrigin: "pulled" });
      expect(await observe(world)).toMatchObject([{ imageOrigin: "pulled" }]);
    });

    test("that are gone start nothing", async () => {
      const world = await open();
      const release = world.aRelease({ number: 1 });
      await expect(startOn(world, { release, image: `sha256:${"0".repeat(64)}` })).rejects.toMatchObject({
        failure: { class: "image-unavailable" },
      });
      expect(await observe(world)).toEqual([]);
    });
  });
}
