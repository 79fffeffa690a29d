import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { apiProduct, buildWhatChanged } from "../../../scripts/build/products.ts";
import { countSteps, judgeKilledStart } from "./kill-first-start.ts";
import { asReadOnly, canMount } from "./read-only.ts";
import { codeIn, howItWent, own, type RealStart, startReal } from "./real-start.ts";

let folder: string;
let home: string;
const started: RealStart[] = [];
beforeAll(() => buildWhatChanged([apiProduct]));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-first-"));
  home = join(folder, "home");
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ program }) => program.stop()));
  rmSync(folder, { recursive: true, force: true });
});
const start = async (...given: Parameters<typeof startReal>) => {
  const real = await startReal(...given);
  started.push(real);
  return real;
};

test("a first start that is killed in its lock, its secret or its setup code is followed by one that works", async () => {
  const steps = await countSteps();
  // The secret comes after the lock, of which most bytes are, and the setup code comes last.
  const judged = await Promise.all([0.5, 0.8, 0.97].map((part) => judgeKilledStart(Math.floor(steps * part))));
  expect(judged.map(({ wrong }) => wrong)).toEqual([undefined, undefined, undefined]);
  expect(judged.map(({ killedAt }) => killedAt)).toEqual([
    expect.stringMatching(/^writeSync of .*\.lock/),
    expect.stringMatching(/^writeSync of \.secret/),
    expect.stringMatching(/^writeSync of \.setup-code/),
  ]);
});

test("of two first starts at once one owns the folder, and the other says who does", async () => {
  const both = await Promise.all([start(home), start(home)]);
  const went = await Promise.all(both.map(howItWent));
  expect(went.toSorted()).toEqual(["ended", "listens"]);
  const winner = both[went.indexOf("listens")];
  const loser = both[went.indexOf("ended")];
  expect(await loser?.program.exited).toBe(1);
  expect(loser?.program.output()).toContain(`process number ${winner?.program.pid} `);
  expect(await own(winner?.url ?? "", codeIn(home))).toBe(201);
});

test("a first start in a folder that can only be read ends with a sentence that names it, and writes nothing", async () => {
  mkdirSync(home, { mode: 0o700 });
  const real = await start(home, asReadOnly(home));
  expect(await howItWent(real)).toBe("ended");
  expect(await real.program.exited).toBe(1);
  expect(real.program.output()).toContain(home);
  expect(real.program.output()).toMatch(canMount ? /can only be read/ : /may not write there/);
  expect(real.program.output()).not.toMatch(/\n\s+at /);
  expect(readdirSync(home)).toEqual([]);
});

test("a start on data that can only be read ends with such a sentence too, and works again afterwards", async () => {
  const first = await start(home);
  expect(await howItWent(first)).toBe("listens");
  await first.program.stop();
  const code = codeIn(home);
  const real = await start(home, asReadOnly(home));
  expect(await howItWent(real)).toBe("ended");
  expect(real.program.output()).toContain(home);
  expect(real.program.output()).not.toMatch(/\n\s+at /);
  const again = await start(home);
  expect(await howItWent(again)).toBe("listens");
  expect(await own(again.url, code)).toBe(201);
});
