import { expect, test } from "vitest";
import { listFiles } from "../check/repository.ts";
import { labSeconds } from "./lab-seconds.ts";

test("no file of the lab is timed that is gone", () => {
  const files = listFiles();
  expect(Object.keys(labSeconds).filter((file) => !files.includes(file))).toEqual([]);
});
