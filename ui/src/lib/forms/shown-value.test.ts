import { expect, test } from "vitest";
import { wordsOf } from "./shown-value.ts";

test("a field that two people saved is named in words", () => {
  expect(wordsOf("keepReleases")).toBe("Keep releases");
  expect(wordsOf("container.memoryBytes")).toBe("Container: memory bytes");
  expect(wordsOf("limits.teams")).toBe("Limits: teams");
  expect(wordsOf("name")).toBe("Name");
});
