import { join } from "node:path";
import { keepShapes } from "../test/history/capture/write-capture.ts";
import { root } from "./check/repository.ts";
import { exitOnSignals } from "./process/run-command.ts";

exitOnSignals();
process.stdout.write(`${await keepShapes(join(root, "runner/contract/history"))}\n`);
process.exit(0);
