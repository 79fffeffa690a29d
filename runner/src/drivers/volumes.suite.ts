import { expect, test } from "vitest";
import type { MountedVolume } from "../../contract/index.ts";
import { ids } from "../testing/builders.ts";
import { type DriverWorld, failing, through } from "./driver-world.suite.ts";

let made = 0;
const aVolume = (): MountedVolume => {
  made += 1;
  const key = `${process.pid}${Date.now()}${made}`.slice(-26).padStart(26, "0");
  return {
    id: `vol_${key}`,
    name: "data",
    dockerName: `fairlead-vol-${key}`,
    isAdopted: false,
    isMade: false,
    share: null,
  };
};

/** The laws of drivers that keep files: nothing but `remove` by its own name ever takes a volume away. */
export function volumeLaws(open: () => Promise<DriverWorld>): void {
  type Start = { number?: number; effect?: Parameters<DriverWorld["driver"]>[0]; isMade?: boolean };
  const order = (world: DriverWorld, volume: MountedVolume, { number = 1, isMade = false }: Start) => {
    const release = world.aRelease({ number });
    const usual = world.specOf(release, "keeps");
    const mounts = [{ volume: volume.id, path: "/kept", isReadOnly: false }];
    const spec = { ...usual, container: { ...usual.container, mounts } };
    return { release, spec, image: world.image, env: {}, commit: undefined, volumes: [{ ...volume, isMade }] };
  };
  const start = (world: DriverWorld, volume: MountedVolume, given: Start = {}) =>
    world.driver(given.effect ?? through).start(order(world, volume, given));
  const volumesOf = (world: DriverWorld) => {
    const { volumes } = world.driver(through);
    if (!volumes) throw new Error("this driver keeps no volumes");
    return volumes;
  };
  const teamOf = (world: DriverWorld) => world.aRelease({ number: 1 }).team;
  const see = (world: DriverWorld, { dockerName }: MountedVolume) => volumesOf(world).see([dockerName]);

  test("a volume is made when it is first used, and says whose it is", async () => {
    const [world, volume] = [await open(), aVolume()];
    expect(await see(world, volume)).toEqual([]);
    const { unnamedVolumes } = await start(world, volume);
    const owner = { team: teamOf(world), volume: volume.id };
    expect(await see(world, volume)).toEqual([{ dockerName: volume.dockerName, owner }]);
    expect(unnamedVolumes).toEqual([]);
  });

  test("a release command has the volume too, and makes it when it is the first", async () => {
    const [world, volume] = [await open(), aVolume()];
    const { watch } = await world
      .driver(through)
      .startCommand({ ...order(world, volume, {}), role: "command", line: "exit 0", onOutput: () => undefined });
    await watch.exited;
    expect(await see(world, volume)).toHaveLength(1);
  });

  test("it outlives every container that mounted it", async () => {
    const [world, volume] = [await open(), aVolume()];
    const driver = world.driver(through);
    await start(world, volume);
    await start(world, volume, { number: 2, isMade: true });
    for (const each of await driver.observe(world.resource)) await driver.remove(each);
    expect(await see(world, volume)).toHaveLength(1);
  });

  test("a start that fails leaves the volume it made", async () => {
    const [world, volume] = [await open(), aVolume()];
    const broken = failing("start", new Error("broken on the way"));
    await expect(start(world, volume, { effect: broken })).rejects.toThrow("broken on the way");
    expect(await see(world, volume)).toHaveLength(1);
    await start(world, volume, { number: 2 });
  });

  test("only its own team removes it, by its own id, and never while a container has it", async () => {
    const [world, volume] = [await open(), aVolume()];
    const volumes = volumesOf(world);
    const { container } = await start(world, volume);
    const ours = { team: teamOf(world) };
    expect(await volumes.remove(volume, { team: `team_${"9".repeat(26)}` })).toBe("not-ours");
    expect(await volumes.remove({ ...volume, id: `vol_${"9".repeat(26)}` }, ours)).toBe("not-ours");
    expect(await volumes.remove(volume, ours)).toBe("in-use");
    const driver = world.driver(through);
    await driver.stop(container, 0);
    expect(await volumes.remove(volume, ours)).toBe("in-use");
    await driver.remove(container);
    expect(await volumes.remove(volume, ours)).toBe("removed");
    expect(await volumes.remove(volume, ours)).toBe("absent");
    expect(await see(world, volume)).toEqual([]);
  });

  test("who has lost the lease makes none and removes none", async () => {
    const [world, volume] = [await open(), aVolume()];
    const lost = () => Promise.reject(new Error("somebody else has it"));
    await expect(start(world, volume, { effect: lost })).rejects.toThrow("somebody else");
    expect(await see(world, volume)).toEqual([]);
    await volumesOf(world).make(volume, { team: ids.team });
    await expect(world.driver(lost).volumes?.remove(volume, { team: ids.team })).rejects.toThrow("somebody else");
    expect(await see(world, volume)).toHaveLength(1);
  });

  test("what is there is measured, and what is not is left out", async () => {
    const [world, volume] = [await open(), aVolume()];
    const volumes = volumesOf(world);
    await start(world, volume);
    const { signal } = new AbortController();
    const measured = await volumes.measure([volume.dockerName, "fairlead-vol-nowhere"], signal);
    expect(measured).toMatchObject([{ dockerName: volume.dockerName, containers: 1 }]);
    expect(measured[0]?.sizeBytes).toBeGreaterThanOrEqual(0);
  });
}
