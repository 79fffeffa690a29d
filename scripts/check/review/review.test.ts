import { expect, test } from "vitest";
import { parsed, type Samples } from "../samples.ts";
import { oneBatch } from "./one-batch.ts";
import { pureShare } from "./pure-share.ts";
import { lostGoals, review } from "./review.ts";
import { suitesPassed } from "./suites.ts";
import { testsToSource } from "./tests-to-source.ts";

const lines = (count: number) => "export const one = 1;\n".repeat(count);
const verb = (body: string) => `export async function ship(deps: Deps, actor: Actor) {\n${body}\n}\n`;
const twice = "  await runBatch(db, []);\n  await runBatch(db, []);";

test("lines are held pure by room, by name, or by a mark in the first line", () => {
  const share = pureShare(
    parsed({
      "api/src/rules/a.ts": lines(10),
      "api/src/places/a.schemas.ts": lines(10),
      "runner/src/plan/a.ts": lines(10),
      "api/src/places/b.ts": `// pure\n\n${lines(8)}`,
      "api/src/places/c.ts": `import "node:fs";\n${lines(59)}`,
    }),
  );
  expect(share).toMatchObject({ measured: "40.0 %, another 0.0 % pure and not held", isMet: true, isLost: false });
});

test("what is pure and not held is told, and less than was reached is a loss", () => {
  const share = pureShare(parsed({ "api/src/places/a.ts": lines(10), "api/src/rules/a.ts": lines(1) }));
  expect(share).toMatchObject({ isMet: false, isLost: true, missing: ["api/src/places/a.ts"] });
});

test("too few lines of tests are a loss", () => {
  const samples = { "api/src/a.ts": lines(10), "api/src/a.test.ts": lines(7) };
  expect(testsToSource(parsed(samples))).toMatchObject({ measured: "0.70", isLost: true });
  expect(testsToSource(parsed({ ...samples, "api/src/b.test.ts": lines(1) })).isLost).toBe(false);
});

test("a verb that writes in two batches is told, unless it says why", () => {
  const path = "api/src/releases/ship.ts";
  expect(oneBatch(parsed({ [path]: verb("  await runBatch(db, []);") })).isLost).toBe(false);
  expect(oneBatch(parsed({ [path]: verb(twice) }))).toMatchObject({ isLost: true, measured: "0 of 1" });
  const reasoned = verb(`  // two batches: the second tells of what the first has made\n${twice}`);
  expect(oneBatch(parsed({ [path]: reasoned })).isLost).toBe(false);
});

const drivers: Samples = {
  "runner/src/drivers/docker/index.ts": "export const createDockerDriver = () => ({});\n",
  "runner/src/drivers/fake.ts": "export const createFakeDriver = () => ({});\n",
  "runner/src/drivers/fake-platform.ts": "export const createFakePlatform = () => ({});\n",
};
const judging = (name: string, from: string) => `import { ${name} } from "${from}";\nownDriverLaws(() => ${name}());\n`;

test("a driver that no test takes through the suite is told, and one that passed before is a loss", () => {
  const tests = {
    "runner/src/drivers/docker.test.ts": judging("createDockerDriver", "./docker/index.ts"),
    "runner/src/drivers/fake.test.ts": judging("createFakeDriver", "./fake.ts"),
  };
  const [before] = suitesPassed(parsed({ ...drivers, ...tests }));
  expect(before).toMatchObject({ isMet: false, isLost: true });
  expect(before?.missing).toEqual(["no test takes createFakePlatform through the suite"]);
  const platform = { "runner/src/drivers/p.test.ts": judging("createFakePlatform", "./fake-platform.ts") };
  const [after] = suitesPassed(parsed({ ...drivers, ...tests, ...platform }));
  expect(after).toMatchObject({ isMet: true, isLost: false });
});

test("a migration that no test walks over is a loss that names it", () => {
  const repository = { files: ["db/migrations/0001_first.sql"], readText: () => "" };
  const lost = lostGoals(review([], repository)).map(({ message }) => message);
  expect(lost.find((message) => message.startsWith("migrations"))).toContain("0001_first stands in no journal");
});
