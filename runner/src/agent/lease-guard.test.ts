import { expect, test } from "vitest";
import { LeaseLost } from "../outcome.ts";
import { createLeaseGuard } from "./lease-guard.ts";

function aGuard(leaseMs = 60_000) {
  let now = 1_000;
  const guard = createLeaseGuard({ monotonic: () => now }, { leaseMs, from: now });
  return {
    guard,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
}

test("a lease ends for us before it ends for the control plane", async () => {
  const { guard, pass } = aGuard();
  await guard.awaitHeld();
  pass(49_000);
  expect(guard.isHeld).toBe(true);
  pass(2_000);
  expect(guard.isHeld).toBe(false);
});

test("effects wait while it cannot be renewed and go on when it can", async () => {
  const { guard, pass, now } = aGuard();
  pass(120_000);
  let isAllowed = false;
  const waiting = guard.awaitHeld().then(() => {
    isAllowed = true;
  });
  await Promise.resolve();
  expect(isAllowed).toBe(false);
  guard.renew(60_000, now());
  await waiting;
  expect(isAllowed).toBe(true);
});

test("a renewal counts from when it was asked for, not from when it was answered", () => {
  const { guard, pass, now } = aGuard();
  const askedAt = now();
  pass(55_000);
  guard.renew(60_000, askedAt);
  expect(guard.isHeld).toBe(false);
});

test("a lost lease refuses every effect for ever, also those that wait", async () => {
  const { guard, pass, now } = aGuard();
  pass(120_000);
  const waiting = guard.awaitHeld();
  guard.lose("the test took it");
  await expect(waiting).rejects.toBeInstanceOf(LeaseLost);
  guard.renew(60_000, now());
  await expect(guard.awaitHeld()).rejects.toBeInstanceOf(LeaseLost);
  expect(guard.lostSignal.reason).toBeInstanceOf(LeaseLost);
});

test("a process that was stopped past its lease finds it over at once", async () => {
  const { guard, pass } = aGuard();
  // Timers of a stopped process fire late; the clock does not lie.
  pass(3_600_000);
  expect(guard.isHeld).toBe(false);
});
