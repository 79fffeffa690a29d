import { expect, test } from "vitest";
import { hiddenValue, planReplace, toText } from "./replace-plan.ts";

const variable = (key: string, value: string | null, change = {}) => ({
  id: `var_${key}`,
  key,
  kind: "literal" as const,
  value,
  references: [],
  scope: "runtime" as const,
  isSecret: value === null,
  isArgumentAllowed: false,
  comment: "",
  isRequired: false,
  isLocked: false,
  isMissing: false,
  revision: 1,
  isDamaged: false,
  warning: null,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});
const current = [variable("MODE", "production"), variable("TOKEN", null, { scope: "both" })];

test("an untouched text changes nothing and sends no value", () => {
  const plan = planReplace(current, toText(current));
  expect(plan.changes).toEqual([]);
  expect(plan.problems).toEqual([]);
  expect(plan.body.variables).toEqual([
    { key: "MODE", value: null, scope: "runtime", isSecret: false },
    { key: "TOKEN", value: null, scope: "both", isSecret: true },
  ]);
});

test("what is added, changed and taken away is named before saving", () => {
  const plan = planReplace(current, "MODE=test\nNEW=1\n");
  expect(plan.changes.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "added NEW",
    "changed MODE",
    "removed TOKEN",
  ]);
  expect(plan.body.variables[1]).toEqual({ key: "NEW", value: "1", scope: "runtime", isSecret: true });
});

test("a hidden value written over is sent and one copied to a new name is refused", () => {
  const plan = planReplace(current, `TOKEN=abc\nMODE=production\nCOPY=${hiddenValue}\n`);
  expect(plan.body.variables[0]).toMatchObject({ key: "TOKEN", value: "abc", scope: "both" });
  expect(plan.problems).toEqual([{ line: 3, message: "COPY has no stored value to keep: write the value itself" }]);
});

test.each([
  ["NEW=two words   # a note", 'NEW is read as "two words"'],
  ['NEW="a\\nb \\$HOME"', 'NEW is read as "a\\nb $HOME"'],
  ["NEW='first\nsecond'", 'NEW is read as "first\\nsecond"'],
  ["export NEW = 7 ", 'NEW is read as "7"'],
  ["MODE=a#b # c", 'MODE is read as "a#b"'],
  ["NEW=two words", "NEW"],
  ["NEW='two words # kept'", "NEW"],
  ['NEW="two words"', "NEW"],
])("what reading makes of %j is shown before it is saved", (text, shown) => {
  const { changes } = planReplace(current, text);
  expect(changes.filter(({ kind }) => kind !== "removed").map((line) => line.text)).toEqual([shown]);
});
