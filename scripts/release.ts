import { dirname, join } from "node:path";
import { keepShapes } from "../test/history/capture/write-capture.ts";
import { packRelease } from "../test/history/pack-release.ts";
import { apiProduct, buildWhatChanged, runnerProduct } from "./build/products.ts";
import { root } from "./check/repository.ts";
import { exitOnSignals } from "./process/run-command.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

exitOnSignals();
try {
  await buildWhatChanged([apiProduct, runnerProduct]);
  const writer = join(dirname(apiProduct.output), "writer.mjs");
  const built = { runner: runnerProduct.output, controlPlane: apiProduct.output, writer };
  const files = await packRelease(join(root, "releases"), built);
  print(`kept: ${files.join(", ")}`);
  print(await keepShapes(join(root, "runner/contract/history")));
  print("commit both folders, tag the commit, then raise the version in every package.json and both version.ts");
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// The instance that was lived through leaves timers behind.
process.exit();
