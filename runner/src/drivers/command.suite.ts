import { expect, test } from "vitest";
import type { WorkloadSpec } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost } from "../outcome.ts";
import type { CommandRole, Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Driver } from "../ports/driver.ts";

/** The part of a world that commands need. */
export type CommandWorld = {
  resource: string;
  open: (effect?: Effect) => Driver;
  aRelease: (fence: { number: number; attempt?: number }) => Release;
  image: string;
  anySpec: (release: Release) => WorkloadSpec;
};

const failing =
  (name: string): Effect =>
  (effect, work) =>
    effect === name ? Promise.reject(new Error("broken on the way")) : work();

type Asked = { number?: number; attempt?: number; effect?: Effect; role?: CommandRole };

/** The laws of what a release runs once. The fakes understand `exit` with a number, and `sleep`. */
export function commandLaws(open: () => Promise<CommandWorld>): void {
  const start = (
    world: CommandWorld,
    line: string,
    { number = 1, attempt = 1, effect, role = "command" }: Asked = {},
  ) => {
    const release = world.aRelease({ number, attempt });
    const spec = world.anySpec(release);
    const order = { release, spec, image: world.image, env: {}, commit: "{}" };
    return world.open(effect).startCommand({ ...order, role, line, onOutput: () => undefined });
  };
  const observe = (world: CommandWorld): Promise<ObservedContainer[]> => world.open().observe(world.resource);

  test("a release command ends with its code, and is no version", async () => {
    const world = await open();
    const { watch, container, drained, isJoined } = await start(world, "exit 3");
    expect(await watch.exited).toMatchObject({ exitCode: 3 });
    await drained;
    expect(isJoined).toBe(false);
    expect(await observe(world)).toMatchObject([
      { id: container.id, role: "command", state: "stopped", isAside: false, release: world.aRelease({ number: 1 }) },
    ]);
  });

  test("another attempt does not run it again and is told its end", async () => {
    const world = await open();
    const first = await start(world, "exit 3");
    await first.watch.exited;
    const second = await start(world, "exit 3", { attempt: 2 });
    expect([second.isJoined, second.container.id]).toEqual([true, first.container.id]);
    expect(await second.watch.exited).toMatchObject({ exitCode: 3 });
    expect(await observe(world)).toHaveLength(1);
  });

  test("one that still runs is joined; stopped it has ended for all, and removed it is gone", async () => {
    const world = await open();
    const first = await start(world, "sleep 600");
    const second = await start(world, "sleep 600", { attempt: 2 });
    expect([second.isJoined, second.container.id]).toEqual([true, first.container.id]);
    await world.open().stop(second.container, 1);
    await Promise.all([first.watch.exited, second.watch.exited]);
    await world.open().remove(second.container);
    expect(await observe(world)).toEqual([]);
  });

  test("one that was made and never began is begun by the next attempt", async () => {
    const world = await open();
    await expect(start(world, "exit 3", { effect: failing("run-command") })).rejects.toThrow("broken on the way");
    const next = await start(world, "exit 3", { attempt: 2 });
    expect(next.isJoined).toBe(false);
    expect(await next.watch.exited).toMatchObject({ exitCode: 3 });
    expect(await observe(world)).toHaveLength(1);
  });

  test("each deployment has its own", async () => {
    const world = await open();
    const first = await start(world, "exit 3");
    const second = await start(world, "exit 4", { number: 2 });
    expect(second.container.id).not.toBe(first.container.id);
    expect(await second.watch.exited).toMatchObject({ exitCode: 4 });
  });

  test("and one of each role, which is told by what it is seen as", async () => {
    const world = await open();
    const before = await start(world, "exit 3");
    await before.watch.exited;
    const after = await start(world, "exit 4", { role: "post-deploy-command" });
    expect([after.isJoined, await after.watch.exited]).toMatchObject([false, { exitCode: 4 }]);
    const again = await start(world, "exit 4", { role: "post-deploy-command", attempt: 2 });
    expect([again.isJoined, again.container.id]).toEqual([true, after.container.id]);
    expect((await observe(world)).map(({ id, role }) => [id, role]).sort()).toEqual(
      [
        [before.container.id, "command"],
        [after.container.id, "post-deploy-command"],
      ].sort(),
    );
  });

  test("who has lost the lease begins none", async () => {
    const world = await open();
    const lost: Effect = () => Promise.reject(new LeaseLost("somebody else has it"));
    await expect(start(world, "exit 3", { effect: lost })).rejects.toBeInstanceOf(LeaseLost);
    expect(await observe(world)).toEqual([]);
  });
}
