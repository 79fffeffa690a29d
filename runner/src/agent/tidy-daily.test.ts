import { expect, test } from "vitest";
import { createAutoClock } from "../testing/auto-clock.ts";
import { tidyDaily } from "./tidy-daily.ts";

const hours = (ms: number) => ms / 3_600_000;

test("the mirrors are tidied a while after the start and then daily, also after a day that failed", async () => {
  const clock = createAutoClock({ lastMs: 100 * 3_600_000 });
  const stop = new AbortController();
  const at: number[] = [];
  const warned: string[] = [];
  const tidy = async () => {
    at.push(hours(clock.monotonic()));
    if (at.length === 2) throw new Error("the disk is full");
    if (at.length === 3) stop.abort();
  };
  const runnerLog = { say: () => {}, warn: (message: string) => void warned.push(message) };
  await tidyDaily({ tidy, clock, runnerLog }, stop.signal);
  expect(at).toEqual([0.25, 24.25, 48.25]);
  expect(warned).toEqual(["could not tidy the mirrors"]);
});
