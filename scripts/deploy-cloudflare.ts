import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { buildWhatChanged, interfaceProduct, runnerProduct } from "./build/products.ts";
import { root } from "./check/repository.ts";
import { maxBundleBytes, measureWorkerBundle } from "./cloudflare/worker-bundle.ts";
import { exitOnSignals } from "./process/run-command.ts";

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;

async function main(): Promise<number> {
  await buildWhatChanged([interfaceProduct, runnerProduct]);
  // A Worker has no disk: the runner that other machines install goes along as an asset.
  cpSync(runnerProduct.output, join(root, "ui/build/install/runner.mjs"));
  const bytes = await measureWorkerBundle();
  process.stdout.write(`the Worker weighs ${kilobytes(bytes)} compressed, ${kilobytes(maxBundleBytes)} are allowed\n`);
  if (bytes > maxBundleBytes) return 1;
  const wrangler = join(root, "node_modules/.bin/wrangler");
  // What follows the command goes to wrangler, for example --env or --dry-run.
  const child = spawn(wrangler, ["deploy", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
  const [code]: unknown[] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}

exitOnSignals();
process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
