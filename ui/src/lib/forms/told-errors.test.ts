import { expect, test } from "vitest";
import { ApiError } from "../api/api-error.ts";
import { FieldError } from "./field-error.ts";
import { toldErrors } from "./told-errors.ts";

const shown = { fields: ["name", "settings.addresses"], codes: { "setup.wrong_code": "name" } };
const refusal = (code: string, ...errors: { path: string; message: string }[]) =>
  new ApiError({ status: 400, title: "Refused.", code, errors, requestId: null });

test("a mistake stands beside its field", () => {
  const told = toldErrors(refusal("request.invalid", { path: "name", message: "must not be empty" }), shown);
  expect([[...told.byField], told.message]).toEqual([[["name", "Must not be empty"]], null]);
});

test("a mistake in one entry stands beside the list and says which entry", () => {
  const told = toldErrors(
    refusal("request.invalid", { path: "settings.addresses.1", message: "must be an e-mail address" }),
    shown,
  );
  expect([...told.byField]).toEqual([["settings.addresses", "Entry 2 must be an e-mail address"]]);
});

test("a mistake of a field that the form does not show stands above it", () => {
  const told = toldErrors(refusal("request.invalid", { path: "build.kind", message: "must be static" }), shown);
  expect(told.message).toBe("build.kind: must be static");
});

test("a refusal as a whole stands beside the field it is about, and above the form where it is about none", () => {
  expect([...toldErrors(refusal("setup.wrong_code"), shown).byField]).toEqual([["name", "Refused."]]);
  expect(toldErrors(refusal("team.not_empty"), shown).message).toBe("Refused.");
});

test("text that cannot be read is told without asking the API", () => {
  expect([...toldErrors(new FieldError("name", "Write a number."), shown).byField]).toEqual([
    ["name", "Write a number."],
  ]);
});
