import { describe, expect, test } from "vitest";
import type { ContainerSettings } from "../../contract/index.ts";
import { LeaseLost } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import { type OwnDriver, StaleRelease } from "../ports/driver.ts";
import { asideLaws } from "./aside.suite.ts";
import {
  begin,
  type DriverWorld,
  failing,
  failingAfter,
  observe,
  rolesOf,
  serve,
  through,
  untilCrashing,
} from "./driver-world.suite.ts";
import { everyDriverLaws, lost } from "./every-driver.suite.ts";
import { fileLaws } from "./files.suite.ts";
import { volumeLaws } from "./volumes.suite.ts";

/** The laws of drivers whose rollouts are ours, after those of every driver. */
export function ownDriverLaws(open: () => Promise<DriverWorld>): void {
  everyDriverLaws(async () => {
    const world = await open();
    const driver = world.driver(through);
    return {
      ...world,
      open: (effect) => (effect ? world.driver(effect) : driver),
      anySpec: (release) => world.specOf(release, "keeps"),
      run: async ({ release, image, does = "keeps", imageOrigin, labels }) => {
        const spec = world.specOf(release, does);
        const starts = labels ? world.labelling(labels) : driver;
        const { container } = await starts.start({ release, spec, image, imageOrigin, env: { A: "1" }, commit: "{}" });
        await driver.flip({ release, candidate: container });
        return container;
      },
    };
  });

  describe("volumes", () => volumeLaws(open));
  describe("files", () => fileLaws(open));

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

  test("a flip that fails, and loses its lease before it was taken back, changes nothing more", async () => {
    const world = await open();
    const old = await serve(world, { number: 1 });
    const next = await begin(world, { number: 2 });
    let hasFailed = false;
    const driver = world.driver((name, work) => {
      if (hasFailed) return Promise.reject(new LeaseLost("somebody else has it"));
      hasFailed = name === "live-name";
      return hasFailed ? Promise.reject(new Error("broken on the way")) : work();
    });
    const flip = driver.flip({ release: next.release, candidate: next.container });
    await expect(flip).rejects.toBeInstanceOf(LeaseLost);
    const seen = await observe(world);
    expect(rolesOf(seen)).toEqual(["1 retired", "2 candidate"]);
    expect(planRepair(seen)?.id).toBe(old.container.id);
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

  test("a process that ends is told with its exit code by the watch that began before it", async () => {
    const world = await open();
    const { container, watch } = await begin(world, { number: 1, does: "exits" });
    world.let(container);
    expect(await watch.exited).toMatchObject({ exitCode: 3 });
  });

  test.each<[string, Partial<ContainerSettings>]>([
    ["the port", { hostPort: { port: 15_987, address: "127.0.0.1" } }],
    ["a further port", { publishedPorts: [{ port: 15_988, address: "127.0.0.1", target: 9_000, protocol: "udp" }] }],
  ])(
    "of two that ask for %s of the server the second is refused and leaves nothing, until the first stops",
    async (_, ports) => {
      const world = await open();
      const startOn = (number: number) => {
        const release = world.aRelease({ number });
        const spec = world.specOf(release, "keeps");
        const container = { ...spec.container, ...ports };
        const request = { release, spec: { ...spec, container }, image: world.image, env: {}, commit: undefined };
        return world.driver(through).start(request);
      };
      const first = await startOn(1);
      await expect(startOn(2)).rejects.toThrow();
      expect((await observe(world)).map(({ id }) => id)).toEqual([first.container.id]);
      await world.driver(through).stop(first.container, 1);
      const second = await startOn(2);
      expect((await observe(world)).find(({ id }) => id === second.container.id)?.state).toBe("running");
      await world.driver(through).remove(second.container);
    },
  );

  describe("without the lease", () => {
    type Scene = { old: ObservedContainer; next: ObservedContainer; release: Release };
    const changes: [string, (driver: OwnDriver, scene: Scene) => Promise<unknown>][] = [
      ["a flip", (driver, { release, next }) => driver.flip({ release, candidate: next })],
      ["a flip back", (driver, { release, next, old }) => driver.flipBack({ release, candidate: next, previous: old })],
      ["stepping aside", (driver, { release }) => driver.stepAside({ release, graceSeconds: 1 })],
      ["making one live", (driver, { old }) => driver.restoreLive(old)],
      ["settling", (driver, { old }) => driver.settle(old)],
    ];

    test.each(changes)("%s changes nothing", async (_what, change) => {
      const world = await open();
      const { container: old } = await serve(world, { number: 1 });
      const { container: next, release } = await begin(world, { number: 2 });
      const before = await observe(world);
      await expect(change(world.driver(lost), { old, next, release })).rejects.toBeInstanceOf(LeaseLost);
      expect(await observe(world)).toEqual(before);
    });

    test("a start changes nothing", async () => {
      const world = await open();
      await expect(begin(world, { number: 1 }, world.driver(lost))).rejects.toBeInstanceOf(LeaseLost);
      expect(await observe(world)).toEqual([]);
    });
  });

  asideLaws(open);
}
