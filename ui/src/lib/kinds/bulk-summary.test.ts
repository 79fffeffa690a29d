import { expect, test } from "vitest";
import { bulkSummary } from "./bulk-summary.ts";

const fine = { name: "shop", refusal: null };
const refused = (name: string) => ({ name, refusal: "It is being removed." });

test("one sentence tells how many went through and how many did not", () => {
  expect(bulkSummary("deployed", [fine, fine])).toEqual({ title: "2 deployed", details: null });
  expect(bulkSummary("deployed", [fine, refused("docs")])).toEqual({
    title: "1 deployed, 1 refused",
    details: "docs: It is being removed.",
  });
  expect(bulkSummary("stopping", [refused("docs")]).title).toBe("1 refused");
});

test("of many refusals the first are told, and how many there are besides", () => {
  const { details } = bulkSummary("deployed", ["a", "b", "c", "d", "e"].map(refused));
  expect(details).toMatch(/^a: .* · and 2 more$/);
});
