import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { words } from "./words.ts";

describe("words in comments and file names", () => {
  test.each(["// TODO later", "/* FIXME */", "// Swarm is coming soon"])("%s is refused as a promise", (text) => {
    expect(placesOf(words, { "api/src/app.ts": text })).toEqual(["api/src/app.ts:1"]);
  });

  test("the same words in a string are the product's own text and fine", () => {
    expect(placesOf(words, { "api/src/app.ts": 'const list = "TODO list";' })).toEqual([]);
  });

  test.each([
    "api/src/deploymentHelper.ts",
    "api/src/app-utils.ts",
    "api/src/job-manager.ts",
    "ui/src/lib/card.svelte",
  ])("%s is not a name a file may have", (path) => {
    expect(placesOf(words, { [path]: "" })).toEqual([`${path}:1`]);
  });

  test.each(["api/src/entry.node.ts", "ui/src/lib/Card.svelte", "ui/src/routes/+page.svelte", "scripts/up.mjs"])(
    "%s is a name a file may have",
    (path) => {
      expect(placesOf(words, { [path]: "" })).toEqual([]);
    },
  );
});
