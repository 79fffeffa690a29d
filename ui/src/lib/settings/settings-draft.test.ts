import { expect, test } from "vitest";
import { FieldError } from "../forms/field-error.ts";
import { changedIn, exampleOf } from "./setting-fields.ts";
import { settingGroupsShown, settingsDraftOf, settingsOf } from "./settings-draft.ts";

const fields = settingGroupsShown.flatMap((each) => each.fields);
const draft = settingsDraftOf({});

test.each(fields.map((field) => [field.name, field] as const))(
  "the example of %s is typed, and read as the same value",
  (_, { path, words, way }) => {
    expect(way.read(path, way.write(words.example))).toEqual(words.example);
  },
);

test("what nobody touched is sent as it is stored", () => {
  const stored = Object.fromEntries(fields.map(({ name, words }) => [name, words.example]));
  expect(settingsOf(settingsDraftOf(stored))).toEqual(stored);
  const usual = Object.fromEntries(fields.map(({ name, words }) => [name, words.usual]));
  expect(settingsOf(draft)).toEqual(usual);
});

test("a field that was emptied is what is usual, never a number out of nothing", () => {
  expect(settingsOf({ ...draft, pidsLimit: "", stopGraceSeconds: " ", memoryBytes: "" })).toMatchObject({
    pidsLimit: 512,
    stopGraceSeconds: 10,
    memoryBytes: null,
  });
});

test.each([
  ["memoryBytes", "1.5 GB", 1_610_612_736],
  ["memoryBytes", "512MB", 536_870_912],
  ["memoryBytes", "0.5g", 536_870_912],
  ["sharedMemoryBytes", "256", 268_435_456],
  ["cpus", "1,5", 1.5],
  ["cpus", "500m", 0.5],
])("%s takes %s", (name, typed, value) => {
  expect(settingsOf({ ...draft, [name]: typed })[name]).toBe(value);
});

test.each([
  ["memoryBytes", "lots"],
  ["pidsLimit", "1.5"],
  ["ulimits", "nofile"],
])("%s refuses %s at its own field", (name, typed) => {
  expect(() => settingsOf({ ...draft, [name]: typed })).toThrow(FieldError);
});

test("a group tells how many of its settings are not as usual", () => {
  const limits = settingGroupsShown.find(({ group }) => group === "limits");
  expect(changedIn(limits?.fields ?? [], draft)).toBe(0);
  expect(changedIn(limits?.fields ?? [], { ...draft, memoryBytes: "1 GB", cpus: "2" })).toBe(2);
});

test("an empty field shows how a value is written", () => {
  expect(fields.filter(({ way }) => way.control !== "switch").map(exampleOf)).not.toContain("");
});
