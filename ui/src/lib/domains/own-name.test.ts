import { expect, test } from "vitest";
import { ownName } from "./own-name.ts";

test.each([
  ["shop", "shop"],
  ["Zürich Shop (2)", "zurich-shop-2"],
  ["東京", "app"],
  ["", "app"],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("%j is shown as the name that the API gives it", (name, label) => {
  expect(ownName(name, "203-0-113-7.sslip.io")).toBe(`${label}.203-0-113-7.sslip.io`);
});
