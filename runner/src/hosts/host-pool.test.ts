import { describe, expect, test } from "vitest";
import { createFakeHost, type FakeHost } from "../engine/fake-host.ts";
import type { Host } from "./host.ts";
import { HostFault } from "./host-fault.ts";
import { createHostPool, type HostPool } from "./host-pool.ts";

/** A pool whose clock moves only when told and whose openings wait to be decided. */
function aPool({ attempts = 3 }: { attempts?: number } = {}) {
  const openings: {
    target: string;
    signal: AbortSignal;
    resolve: (host: Host) => void;
    reject: (error: Error) => void;
  }[] = [];
  const timers = new Set<() => void>();
  const slept: number[] = [];
  const pool: HostPool<string> = createHostPool({
    open: (target, signal) => new Promise((resolve, reject) => openings.push({ target, signal, resolve, reject })),
    keyOf: (target) => target,
    idleMs: 60_000,
    attempts,
    backoffMs: (attempt) => attempt * 100,
    timers: {
      sleep: async (ms) => {
        slept.push(ms);
      },
      after: (_ms, call) => {
        timers.add(call);
        return () => timers.delete(call);
      },
    },
  });
  const openNext = async (host?: FakeHost) => {
    const opened = host ?? (await createFakeHost());
    openings.at(-1)?.resolve(opened);
    return opened;
  };
  const passIdleTime = () => {
    for (const call of timers) call();
    timers.clear();
  };
  return { pool, openings, timers, slept, openNext, passIdleTime };
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const passing = new HostFault("unreachable", { sentence: "off", nextAction: "wait" });
const lasting = new HostFault("auth-refused", { sentence: "no", nextAction: "add the key" });

describe("sharing", () => {
  test("callers at the same time share one opening and one handle", async () => {
    const { pool, openings, openNext } = aPool();
    const leases = [pool.acquire("a"), pool.acquire("a"), pool.acquire("a")];
    const host = await openNext();
    expect((await Promise.all(leases)).map((lease) => lease.host === host)).toEqual([true, true, true]);
    expect(openings.length).toBe(1);
  });

  test("two servers have two handles", async () => {
    const { pool, openings } = aPool();
    void pool.acquire("a");
    void pool.acquire("b");
    expect(openings.map(({ target }) => target)).toEqual(["a", "b"]);
  });
});

describe("letting go", () => {
  test("an unused handle closes after the idle time and not before the last holder leaves", async () => {
    const { pool, openings, openNext, passIdleTime, timers } = aPool();
    const both = [pool.acquire("a"), pool.acquire("a")];
    await openNext();
    const [first, second] = await Promise.all(both);
    first?.release();
    first?.release();
    expect(timers.size).toBe(0);
    second?.release();
    passIdleTime();
    void pool.acquire("a");
    expect(openings.length).toBe(2);
  });

  test("a handle taken again in time stays open", async () => {
    const { pool, openings, openNext, timers } = aPool();
    const taking = pool.acquire("a");
    await openNext();
    (await taking).release();
    const again = await pool.acquire("a");
    expect([openings.length, timers.size]).toEqual([1, 0]);
    again.release();
  });

  test("a lost handle leaves the pool and the next caller gets a new one", async () => {
    const { pool, openings, openNext } = aPool();
    const taking = pool.acquire("a");
    const host = await openNext();
    await taking;
    host.lose();
    void pool.acquire("a");
    expect(openings.length).toBe(2);
  });
});

describe("failing", () => {
  test("a fault that may pass is tried again a bounded number of times", async () => {
    const { pool, openings, slept } = aPool({ attempts: 3 });
    const taking = pool.acquire("a").catch((error) => error);
    for (let attempt = 0; attempt < 3; attempt++) {
      openings.at(-1)?.reject(passing);
      await settled();
    }
    expect(await taking).toBe(passing);
    expect([openings.length, slept]).toEqual([3, [100, 200]]);
  });

  test("a fault that needs a person is reported at once and not remembered", async () => {
    const { pool, openings } = aPool();
    const taking = pool.acquire("a").catch((error) => error);
    openings[0]?.reject(lasting);
    expect(await taking).toBe(lasting);
    void pool.acquire("a").catch(() => undefined);
    expect(openings.length).toBe(2);
  });

  test("one caller giving up does not disturb the others, the last one cancels the opening", async () => {
    const { pool, openings } = aPool();
    const [first, second] = [new AbortController(), new AbortController()];
    const taking = [pool.acquire("a", first.signal), pool.acquire("a", second.signal)].map((one) =>
      one.catch((error) => error),
    );
    first.abort(new Error("one"));
    expect(await taking[0]).toMatchObject({ message: "one" });
    expect(openings[0]?.signal.aborted).toBe(false);
    second.abort(new Error("two"));
    await settled();
    expect(openings[0]?.signal.aborted).toBe(true);
  });
});
