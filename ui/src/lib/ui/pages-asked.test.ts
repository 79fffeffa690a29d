import { expect, test } from "vitest";
import { morePages, pagesAsked } from "./pages-asked.ts";

const at = (search: string) => new URL(`https://fairlead.example/servers${search}`);

test.each([
  ["", 1],
  ["?pages=3", 3],
  ["?pages=0", 1],
  ["?pages=all", 1],
  ["?pages=9999", 25],
])("an address with %j asks for %i pages", (search, pages) => {
  expect(pagesAsked(at(search))).toBe(pages);
});

test("one page more keeps whatever else the address says", () => {
  expect(morePages(at("?view=cards&pages=2"))).toBe("/servers?view=cards&pages=3");
});
