import { expect, test } from "vitest";
import { listFiles } from "../check/repository.ts";
import { knownSeconds } from "./known-seconds.ts";

test("no file is timed that is gone", () => {
  const files = listFiles();
  expect(Object.keys(knownSeconds).filter((file) => !files.includes(file))).toEqual([]);
});
