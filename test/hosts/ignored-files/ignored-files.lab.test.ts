import { expect, test } from "vitest";
import { compareWithDocker } from "./compare.ts";

test("of 120 generated .dockerignore files the docker command leaves out the same files as we do", async () => {
  const { tried, refused, differences } = await compareWithDocker({ seed: 7, files: 120 });
  process.stdout.write(`${tried} .dockerignore files, ${refused} of them refused by both\n`);
  expect(differences).toEqual([]);
  expect(tried).toBe(120);
});
