import { expect, test } from "vitest";
import { typedIn } from "./typed-in.ts";

const text = (value: string) => ({ type: "text", value });
const check = (checked: boolean) => ({ type: "checkbox", value: "on", checked });

test("a form is as it was while every field holds what it held, and after typing something back", () => {
  const before = typedIn([text("shop"), check(false)]);
  expect(typedIn([text("shops"), check(false)])).not.toBe(before);
  expect(typedIn([text("shop"), check(true)])).not.toBe(before);
  expect(typedIn([text("shop"), check(false)])).toBe(before);
});

test("a field that came or went is a change, a button is none", () => {
  const before = typedIn([text("")]);
  expect(typedIn([text(""), text("")])).not.toBe(before);
  expect(typedIn([text(""), { type: "submit", value: "" }])).toBe(before);
});

test("moving a text into another field is a change", () => {
  expect(typedIn([text("a"), text("")])).not.toBe(typedIn([text(""), text("a")]));
});
