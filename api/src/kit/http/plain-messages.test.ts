import * as v from "valibot";
import { expect, test } from "vitest";
import { plainMessage } from "./plain-messages.ts";

const Boat = v.strictObject({
  name: v.pipe(v.string(), v.minLength(2), v.maxLength(5)),
  kind: v.picklist(["sail", "motor"]),
  metres: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
  flags: v.pipe(v.array(v.string()), v.maxLength(1)),
});
const whole = { name: "Ada", kind: "sail", metres: 7, flags: [] };
const told = (change: object) => {
  const { issues = [] } = v.safeParse(Boat, { ...whole, ...change });
  return issues.map(plainMessage);
};

test.each([
  [{ name: undefined }, "is required"],
  [{ name: 7 }, "must be string"],
  [{ name: "A" }, "must have at least 2 characters"],
  [{ name: "Adelaide" }, "must have at most 5 characters"],
  [{ kind: "steam" }, 'must be "sail" or "motor"'],
  [{ metres: 0 }, "must be at least 1"],
  [{ metres: 100 }, "must be at most 99"],
  [{ metres: 1.5 }, "must be a whole number"],
  [{ flags: ["a", "b"] }, "must have at most 1 entries"],
  [{ colour: "red" }, "is not known here"],
])("%j is refused with what it should be", (change, sentence) => {
  expect(told(change)).toEqual([sentence]);
});

test("what was sent is not repeated", () => {
  expect(told({ kind: "hunter2" }).join()).not.toContain("hunter2");
});
