import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "./version.ts";

test("the version told by the API is the one of the package", () => {
  const file = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  expect(JSON.parse(file).version).toBe(version);
});
