import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { processStart } from "./process-start.ts";
import { waitFor } from "./wait-for.ts";

/** Runs `work` while no other process on this machine does the same. A lock whose holder has died counts as free. */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  await waitFor(`the lock ${file}`, async () => take(file), { timeoutMs: 300_000, everyMs: 100 });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): true | undefined {
  try {
    writeFileSync(file, `${process.pid} ${processStart(process.pid)}`, { flag: "wx" });
    return true;
  } catch {
    const [pid = "", started] = readHolder(file).split(" ");
    if (started !== undefined && processStart(Number(pid)) !== started) rmSync(file, { force: true });
    return undefined;
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
