import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import { interfaceFolder } from "../support/start-worker.ts";

const budgetBytes = 700_000;

test("the Worker bundles and stays within its size budget", () => {
  const out = mkdtempSync(join(tmpdir(), "fairlead-bundle-"));
  const assets = interfaceFolder();
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const args = [wrangler, "deploy", "--dry-run", "--outdir", out, "--assets", assets];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, CI: "1" } });
  expect(status, `${stdout}${stderr}`).toBe(0);
  const packed = gzipSync(readFileSync(join(out, "entry.worker.js"))).byteLength;
  for (const folder of [out, assets]) rmSync(folder, { recursive: true, force: true });
  expect(packed).toBeLessThan(budgetBytes);
}, 240_000);
