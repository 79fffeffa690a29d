import { expect, test } from "vitest";
import { bulkSummary } from "./bulk-summary.ts";

const fine = { name: "shop", state: "queued", reason: null };
const refused = (name: string) => ({ name, state: "skipped", reason: "It is being removed." });

test("one sentence tells how many were begun and how many did not", () => {
  expect(bulkSummary("deploying", [fine, fine])).toEqual({ title: "2 deploying", details: null });
  expect(bulkSummary("deploying", [fine, refused("docs")])).toEqual({
    title: "1 deploying, 1 skipped",
    details: "docs: It is being removed.",
  });
  expect(bulkSummary("stopping", [refused("docs")]).title).toBe("1 skipped");
});

test("of many skipped ones the first are told, and how many there are besides", () => {
  const { details } = bulkSummary("deploying", ["a", "b", "c", "d", "e"].map(refused));
  expect(details).toMatch(/^a: .* · and 2 more$/);
});
