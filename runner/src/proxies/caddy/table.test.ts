import { expect, test } from "vitest";
import { createFakeFiles } from "../../hosts/fake-files.ts";
import type { HostFiles } from "../../hosts/host.ts";
import { publishTable } from "./table.ts";

const folder = "/home/routes";
const aTable = (revision: number) => ({ revision, files: [`revision/${revision}`], refused: [], secureHosts: [] });
const open = () => createFakeFiles({ directories: ["/home"] });
const current = (files: HostFiles) => files.readLink(`${folder}/current`);

test("a table is put in force, and only by a newer one replaced", async () => {
  const files = open();
  expect(await publishTable(files, folder, aTable(2))).toEqual({ revision: 2, isChanged: true });
  expect(await publishTable(files, folder, aTable(1))).toEqual({ revision: 2, isChanged: false });
  expect(await publishTable(files, folder, aTable(2))).toEqual({ revision: 2, isChanged: false });
  expect(await publishTable(files, folder, aTable(3))).toEqual({ revision: 3, isChanged: true });
  expect(await current(files)).toBe("table-3");
});

test("what requests under way may look into is kept, what is older is taken away", async () => {
  const files = open();
  for (const revision of [1, 2, 3, 4]) await publishTable(files, folder, aTable(revision));
  expect((await files.list(folder)).toSorted()).toEqual(["current", "table-3", "table-4"]);
});

test("a table that somebody announced and died is put in force by the next", async () => {
  const files = open();
  await publishTable(files, folder, aTable(1));
  await files.makeTree(`${folder}/table-5`, ["revision/5"]);
  await files.link(`${folder}/flip-5`, "table-5");
  expect(await publishTable(files, folder, aTable(3))).toEqual({ revision: 5, isChanged: true });
  expect(await current(files)).toBe("table-5");
});

test("a folder left by somebody who died while making it does not stand in the way", async () => {
  const files = open();
  await files.makeTree(folder, ["new-1-00ff/revision/1", "new-2-00ff/revision/2"]);
  expect(await publishTable(files, folder, aTable(2))).toEqual({ revision: 2, isChanged: true });
  expect((await files.list(folder)).toSorted()).toEqual(["current", "new-2-00ff", "table-2"]);
});

/** Stops before every operation, and goes on when told: so all orders of two runners can be tried. */
function stepwise(files: HostFiles): { files: HostFiles; step: () => boolean } {
  const waiting: (() => void)[] = [];
  const paused: HostFiles = new Proxy(files, {
    get:
      (target, key: keyof HostFiles) =>
      async (...given: unknown[]) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return (target[key] as (...given: unknown[]) => Promise<unknown>)(...given);
      },
  });
  return {
    files: paused,
    step: () => {
      const next = waiting.shift();
      next?.();
      return next !== undefined;
    },
  };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** Who takes each step, 0 or 1; the last one goes on to the end. */
type Order = number[];

/** Every order that differs within the first dozen steps, and a regular one after that. */
const early: Order[] = Array.from({ length: 4_096 }, (_, bits) =>
  Array.from({ length: 400 }, (_step, turn) => (turn < 12 ? (bits >> turn) & 1 : turn % 2)),
);

/** One stops after any step, the other one gets as far as any step, then the first goes on to its end: long pauses. */
const most = 24;
const paused: Order[] = [0, 1].flatMap((first) =>
  Array.from({ length: most * most }, (_, index) => [
    ...Array<number>(index % most).fill(first),
    ...Array<number>(Math.floor(index / most)).fill(1 - first),
    ...Array<number>(200).fill(first),
    ...Array<number>(200).fill(1 - first),
  ]),
);

test.each([
  ["in whatever order two runners take their first steps", early],
  ["however long one runner pauses after any of its steps", paused],
])(
  "%s, the newest stands",
  async (_name, orders) => {
    for (const [at, order] of orders.entries()) {
      const files = open();
      await publishTable(files, folder, aTable(1));
      const runners = [2, 3].map((revision) => {
        const { files: own, step } = stepwise(files);
        return { step, done: publishTable(own, folder, aTable(revision)) };
      });
      let isOver = false;
      const all = Promise.all(runners.map(({ done }) => done)).then((published) => {
        isOver = true;
        return published;
      });
      for (let turn = 0; !isOver && turn < order.length; turn++) {
        const first = order[turn] ?? 0;
        if (!runners[first]?.step()) runners[1 - first]?.step();
        await settle();
      }
      expect((await all).map(({ revision }) => revision).at(-1)).toBe(3);
      expect([at, await current(files)]).toEqual([at, "table-3"]);
    }
  },
  60_000,
);
