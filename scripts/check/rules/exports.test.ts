import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { namedExports } from "./exports.ts";

test("a default export stands only where a tool or the Worker runtime asks for it", () => {
  const text = "export default {};";
  const samples = { "api/src/app.ts": text, "api/src/entry.worker.ts": text, "vitest.config.ts": text };
  expect(placesOf(namedExports, samples)).toEqual(["api/src/app.ts:1"]);
});

test("named exports are fine everywhere", () => {
  expect(placesOf(namedExports, { "api/src/app.ts": "export const app = 1;" })).toEqual([]);
});
