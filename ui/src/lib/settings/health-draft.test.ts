import { expect, test } from "vitest";
import { FieldError } from "../forms/field-error.ts";
import { healthDraftOf, healthFieldsOf, healthKinds, healthOf, healthParts } from "./health-draft.ts";

const draft = healthDraftOf(null);
const namesOf = (kind: string) => healthFieldsOf({ ...draft, kind }).map(({ name }) => name);

test.each(healthKinds)("the examples of a check $label are typed, and read as the same values", ({ value }) => {
  for (const { path, words, way } of healthFieldsOf({ ...draft, kind: value }))
    expect([path, way.read(path, way.write(words.example))]).toEqual([path, words.example]);
});

test("a form shows what its way of asking reads, and nothing else", () => {
  expect(namesOf("tcp")).toEqual(["port", "intervalMs", "timeoutMs", "successes", "deadlineMs"]);
  expect(namesOf("command")).toEqual(["command", "intervalMs", "timeoutMs", "successes", "deadlineMs"]);
  expect(namesOf("http")).toContain("bodyContains");
});

test("an application without a check begins with the usual one", () => {
  expect(healthOf(draft)).toMatchObject({ kind: "http", path: "/", acceptTo: 399, deadlineMs: 60_000 });
});

test("what stands in hidden fields is not sent, right or wrong", () => {
  const typed = { ...draft, kind: "tcp", path: "nonsense", acceptFrom: "many", port: "5432" };
  expect(healthOf(typed)).toEqual({
    ...{ kind: "tcp", port: 5_432, successes: 2 },
    ...{ intervalMs: 100, timeoutMs: 2_000, deadlineMs: 60_000 },
  });
});

test("seconds are typed, and what is none is told at its field", () => {
  expect(healthOf({ ...draft, deadlineMs: "1.5" })).toMatchObject({ deadlineMs: 1_500 });
  expect(() => healthOf({ ...draft, deadlineMs: "plenty" })).toThrow(FieldError);
});

test.each([
  ["http", ["path", "deadlineMs"]],
  ["tcp", ["port", "deadlineMs"]],
  ["command", ["command", "deadlineMs"]],
])("of a check by %s the first fields stand open, and no field is lost", (kind, names) => {
  const { first, more } = healthParts({ ...draft, kind });
  expect(first.map(({ name }) => name)).toEqual(names);
  expect([...first, ...more].map(({ name }) => name).sort()).toEqual(namesOf(kind).sort());
});
