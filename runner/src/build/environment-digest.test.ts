import { expect, test } from "vitest";
import { environmentDigest } from "./environment-digest.ts";

const of = (values: Record<string, string>, { resource = "app_1", key = "a key" } = {}) =>
  environmentDigest(values, { resource, key });

test("stands for the values of one resource: the same whatever their order, another for any other value, name or resource", () => {
  expect(of({ A: "1", B: "2" })).toBe(of({ B: "2", A: "1" }));
  const all = [
    of({ A: "1" }),
    of({ A: "2" }),
    of({ B: "1" }),
    of({}),
    of({ A: "1", B: "" }),
    of({ A: "1" }, { resource: "app_2" }),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("tells nothing to who has not the runner's key", () => {
  expect(of({ A: "1" }, { key: "another" })).not.toBe(of({ A: "1" }));
});
