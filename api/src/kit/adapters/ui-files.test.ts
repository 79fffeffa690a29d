import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUi } from "./ui-files.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-ui-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Fairlead</title>");
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["/", 200],
  ["/applications/app_1", 200],
  ["/nothing.js", 404],
  ["/dev/ui", 404],
])("no other site may show %s in a frame of its own", async (path, status) => {
  const ui = createUi({ folder, runnerFile: join(folder, "runner.mjs"), isHttps: true });
  const answer = await ui.request(path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("X-Frame-Options")).toBe("DENY");
  expect(answer.headers.get("Strict-Transport-Security")).not.toBeNull();
});
