import { expect, test } from "vitest";
import type { Effect } from "../journal/effects.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Driver } from "../ports/driver.ts";

/** The part of a world that questions inside a container need. */
type ExecuteWorld = {
  open: (effect?: Effect) => Driver;
  run: (order: { release: Release; image: string }) => Promise<ObservedContainer>;
  aRelease: (fence: { number: number }) => Release;
  image: string;
};

/** The laws of lines that are run in a container. The fakes understand `exit` with a number, `echo` and `sleep`. */
export function executeLaws(open: () => Promise<ExecuteWorld>, lost: Effect): void {
  const serve = async () => {
    const world = await open();
    return { world, container: await world.run({ release: world.aRelease({ number: 1 }), image: world.image }) };
  };
  const ask = (line: string, signal = new AbortController().signal) => ({ line, timeoutMs: 10_000, signal });

  test("a line that is run in a container ends with its code and with what it printed", async () => {
    const { world, container } = await serve();
    const driver = world.open();
    expect(await driver.execute(container, ask("exit 3"))).toEqual({ kind: "ended", exitCode: 3, lines: [] });
    expect(await driver.execute(container, ask("echo good"))).toEqual({ kind: "ended", exitCode: 0, lines: ["good"] });
  });

  test("one that takes longer than it may is out of time, and the container lives", async () => {
    const { world, container } = await serve();
    expect(await world.open().execute(container, { ...ask("sleep 60"), timeoutMs: 500 })).toEqual({ kind: "timeout" });
    expect(await world.open().execute(container, ask("exit 0"))).toMatchObject({ exitCode: 0 });
  });

  test("a container that does not run, or is gone, refuses", async () => {
    const { world, container } = await serve();
    await world.open().stop(container, 1);
    expect(await world.open().execute(container, ask("exit 0"))).toEqual({ kind: "refused" });
    await world.open().remove(container);
    expect(await world.open().execute(container, ask("exit 0"))).toEqual({ kind: "refused" });
  });

  test("who is told to stop waits no longer", async () => {
    const { world, container } = await serve();
    const told = AbortSignal.abort(new Error("no longer wanted"));
    await expect(world.open().execute(container, ask("sleep 60", told))).rejects.toThrow("no longer wanted");
  });

  test("asking changes nothing, so it needs no lease", async () => {
    const { world, container } = await serve();
    expect(await world.open(lost).execute(container, ask("exit 4"))).toMatchObject({ exitCode: 4 });
  });
}
