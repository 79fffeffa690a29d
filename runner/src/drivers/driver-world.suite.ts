import { expect } from "vitest";
import type { WorkloadSpec } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { FileToPut, OwnDriver } from "../ports/driver.ts";
import type { EveryWorld, Labelling } from "./every-driver.suite.ts";

/** One server for one test, with a resource of its own. */
export type DriverWorld = Omit<EveryWorld, "open" | "run" | "anySpec"> & {
  /** A driver whose changes pass through `effect`. */
  driver: (effect: Effect) => OwnDriver;
  /** That of a runner which labels otherwise, at the same server. */
  labelling: (labels: Labelling) => OwnDriver;
  /** What lies in a container; undefined: nothing. */
  fileIn: (container: ObservedContainer, path: string) => Promise<FileToPut | undefined>;
  /** What a release runs: `keeps` stays up until it is stopped, `exits` ends with code 3 soon after its start. */
  specOf: (release: Release, does: "keeps" | "exits") => WorkloadSpec;
};

export const through: Effect = (_name, work) => work();
/** The effect fails before it happens. */
export const failing =
  (name: string, error: Error): Effect =>
  (effect, work) =>
    effect === name ? Promise.reject(error) : work();
/** The effect happens, and then something fails. */
export const failingAfter =
  (name: string, error: Error): Effect =>
  async (effect, work) => {
    const done = await work();
    if (effect === name) throw error;
    return done;
  };
export const rolesOf = (observed: readonly ObservedContainer[]) =>
  observed.map(({ role, release }) => `${release.number} ${role}`).sort();

type Fence = { number: number; attempt?: number; does?: "keeps" | "exits" };
export const begin = async (
  world: DriverWorld,
  { does = "keeps", ...fence }: Fence,
  driver = world.driver(through),
) => {
  const release = world.aRelease(fence);
  const spec = world.specOf(release, does);
  return { release, ...(await driver.start({ release, spec, image: world.image, env: { A: "1" }, commit: "{}" })) };
};
export const serve = async (world: DriverWorld, fence: Fence) => {
  const begun = await begin(world, fence);
  await world.driver(through).flip({ release: begun.release, candidate: begun.container });
  return begun;
};
export const untilCrashing = async (world: DriverWorld, { container, watch }: Awaited<ReturnType<typeof begin>>) => {
  world.let(container);
  await watch.exited;
  const state = async () => (await observe(world)).find(({ id }) => id === container.id)?.state;
  await expect.poll(state, { timeout: 10_000, interval: 20 }).toBe("crashing");
};
export const observe = (world: DriverWorld) => world.driver(through).observe(world.resource);
