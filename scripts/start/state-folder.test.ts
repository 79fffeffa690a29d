import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdFolder } from "../../runner/state-lock/index.ts";
import { stateFolderProblem } from "./state-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one that is missing is made, for its user alone", async () => {
  const home = join(folder, "a", "b");
  expect(await stateFolderProblem(home)).toBeUndefined();
  expect(statSync(home).mode & 0o777).toBe(0o700);
});

test.each([
  ["a file", "file"],
  ["a place below a file", "file/home"],
])("%s is refused with its name and the setting", async (_, path) => {
  writeFileSync(join(folder, "file"), "");
  const problem = await stateFolderProblem(join(folder, path));
  expect(problem).toContain(join(folder, path));
  expect(problem).toContain("FAIRLEAD_HOME=");
});

test("one in use is refused with the process, the address and the folder", async () => {
  await holdFolder(folder, { program: "control plane", url: "http://localhost:3999", setting: "FAIRLEAD_HOME" });
  const problem = await stateFolderProblem(folder);
  for (const part of [folder, String(process.pid), "http://localhost:3999"]) expect(problem).toContain(part);
});
