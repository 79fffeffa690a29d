import { expect, test } from "vitest";
import { listFiles } from "../check/repository.ts";
import { labSeconds } from "./lab-seconds.ts";

test("every file of the lab says how long it takes, and none is named that is gone", () => {
  const files = listFiles().filter((file) => file.endsWith(".lab.test.ts"));
  expect(Object.keys(labSeconds).sort()).toEqual(files.sort());
});
