import { describe, expect, test } from "vitest";
import { LeaseLost } from "../outcome.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import { StaleRelease } from "../ports/driver.ts";
import {
  begin,
  type DriverWorld,
  failing,
  failingAfter,
  observe,
  rolesOf,
  serve,
  through,
} from "./driver-world.suite.ts";

/** The laws of making room where two releases cannot run at once. */
export function asideLaws(open: () => Promise<DriverWorld>): void {
  describe("stepping aside", () => {
    const order = (world: DriverWorld, number: number) => ({ release: world.aRelease({ number }), graceSeconds: 1 });

    test("stops the live one and marks it as the one to come back, and may be repeated", async () => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      expect(await world.driver(through).stepAside(order(world, 2))).toMatchObject({ id: old.container.id });
      await world.driver(through).stepAside(order(world, 2));
      const seen = await observe(world);
      expect(seen).toMatchObject([{ id: old.container.id, role: "retired", isAside: true, state: "stopped" }]);
      expect(planRepair(seen)?.id).toBe(old.container.id);
    });

    test("leaves one alone that a person stopped, so that nothing wakes it", async () => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      await world.driver(through).stop(old.container, 1);
      expect(await world.driver(through).stepAside(order(world, 2))).toBeUndefined();
      const seen = await observe(world);
      expect(seen).toMatchObject([{ role: "live", state: "stopped" }]);
      expect(planRepair(seen)).toBeUndefined();
    });

    test("is refused when a newer deployment is on the server, and changes nothing", async () => {
      const world = await open();
      await serve(world, { number: 1 });
      await begin(world, { number: 3 });
      await expect(world.driver(through).stepAside(order(world, 2))).rejects.toBeInstanceOf(StaleRelease);
      expect(rolesOf(await observe(world))).toEqual(["1 live", "3 candidate"]);
    });

    test.each([
      ["before", "step-aside"],
      ["before", "stop"],
      ["after", "stop"],
    ] as const)("that loses its lease %s %s leaves a state that names who served", async (moment, name) => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      const lost = new LeaseLost("the test took it");
      const driver = world.driver(moment === "before" ? failing(name, lost) : failingAfter(name, lost));
      await expect(driver.stepAside(order(world, 2))).rejects.toBeInstanceOf(LeaseLost);
      const seen = await observe(world);
      const repair = planRepair(seen);
      if (repair) await world.driver(through).restoreLive(repair);
      expect(await observe(world)).toMatchObject([{ id: old.container.id, role: "live", state: "running" }]);
    });

    test("is taken back by running it again, and that may be repeated", async () => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      const aside = await world.driver(through).stepAside(order(world, 2));
      if (!aside) throw new Error("nobody stepped aside");
      await world.driver(through).restoreLive(aside);
      await world.driver(through).restoreLive(aside);
      expect(await observe(world)).toMatchObject([{ id: old.container.id, role: "live", state: "running" }]);
    });

    test("makes room for the next, which it takes back in a flip back", async () => {
      const world = await open();
      const old = await serve(world, { number: 1 });
      await world.driver(through).stepAside(order(world, 2));
      const next = await begin(world, { number: 2 });
      const { previous } = await world.driver(through).flip({ release: next.release, candidate: next.container });
      expect(previous).toMatchObject({ id: old.container.id, isAside: true });
      if (!previous) throw new Error("the flip named nobody to go back to");
      await world.driver(through).flipBack({ release: next.release, candidate: next.container, previous });
      const seen = await observe(world);
      expect(seen.find(({ role }) => role === "live")).toMatchObject({ id: old.container.id, state: "running" });
      expect(seen.filter(({ state }) => state === "running")).toHaveLength(1);
    });

    test("ends when it is settled: then it is one of the retired, and settling twice is no trouble", async () => {
      const world = await open();
      await serve(world, { number: 1 });
      await world.driver(through).stepAside(order(world, 2));
      const next = await begin(world, { number: 2 });
      const { previous } = await world.driver(through).flip({ release: next.release, candidate: next.container });
      for (const _round of ["once", "twice"]) if (previous) await world.driver(through).settle(previous);
      expect((await observe(world)).find(({ role }) => role === "retired")).toMatchObject({ isAside: false });
    });
  });
}
