import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { testRoomsHold } from "./test-rooms.ts";

const importing = (specifier: string) => `import { x } from "${specifier}";\n`;

test.each([
  ["test/support/world.ts", "../release/release-world.ts"],
  ["test/lab/lab.ts", "../bench/list.ts"],
  ["test/locks/everyday-work.ts", "../bench/list.ts"],
  ["test/release/load.ts", "../scenarios/matrix-world.ts"],
  ["test/specs/pages.spec.ts", "../proofs/kill-matrix.proof.ts"],
])("%s may not import upwards from %s", (path, specifier) => {
  expect(placesOf(testRoomsHold, { [path]: importing(specifier) })).toEqual([`${path}:1`]);
});

test.each([
  ["test/release/load.ts", "../support/until.ts"],
  ["test/proofs/touch.proof.ts", "../touch/try-addition.ts"],
  ["test/specs/pages.spec.ts", "../hostile/messages.ts"],
  ["test/support/load/child.ts", "../control-plane.ts"],
  ["test/hosts/find-on.ts", "../../runner/src/reach/connect.ts"],
  ["api/src/app.ts", "./cron.ts"],
])("%s may import %s", (path, specifier) => {
  expect(placesOf(testRoomsHold, { [path]: importing(specifier) })).toEqual([]);
});

test("a folder that nobody has named is no room", () => {
  expect(placesOf(testRoomsHold, { "test/misc/a.ts": "export const a = 1;\n" })).toEqual(["test/misc/a.ts:1"]);
});
