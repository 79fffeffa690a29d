import { apiProduct, buildWhatChanged, interfaceProduct, runnerProduct } from "./build/products.ts";
import { exitOnSignals } from "./process/run-command.ts";

exitOnSignals();
try {
  const built = await buildWhatChanged([interfaceProduct, apiProduct, runnerProduct]);
  process.stdout.write(built.length === 0 ? "everything is built\n" : `built: ${built.join(", ")}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
