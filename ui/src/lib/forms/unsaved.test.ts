import { expect, test } from "vitest";
import { losesTyped } from "./unsaved.ts";

const form = (state: Partial<{ isDirty: boolean; isBusy: boolean }>) => ({ isDirty: false, isBusy: false, ...state });
const away = { from: "/applications/app_1/settings", to: "/applications/app_1" };

test("leaving a page asks when one of its forms was changed and not saved", () => {
  expect(losesTyped(away, [form({}), form({ isDirty: true })])).toBe(true);
  expect(losesTyped(away, [form({})])).toBe(false);
  expect(losesTyped(away, [])).toBe(false);
});

test("closing the window asks as well", () => {
  expect(losesTyped({ from: away.from, to: undefined }, [form({ isDirty: true })])).toBe(true);
});

test("another part of the same page loses nothing", () => {
  expect(losesTyped({ from: away.from, to: away.from }, [form({ isDirty: true })])).toBe(false);
});

test("a form that is being sent leads away itself", () => {
  expect(losesTyped(away, [form({ isDirty: true, isBusy: true })])).toBe(false);
});
