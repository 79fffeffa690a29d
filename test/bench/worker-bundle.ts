import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../../scripts/check/repository.ts";
import { run } from "../lab/command.ts";
import { percentile } from "../support/load/statistics.ts";
import { interfaceFolder } from "../support/start-worker.ts";
import { once } from "./once.ts";

type Profile = {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  timeDeltas: number[];
};

export const startUps = 3;

/** The Worker as `wrangler deploy` would send it: its code, how large that is, and what its start costs. */
export const buildWorker = once(async () => {
  const out = mkdtempSync(join(tmpdir(), "fairlead-bundle-"));
  const assets = interfaceFolder();
  try {
    const upload = join(out, "worker.bundle");
    await wrangler(["deploy", "--dry-run", "--outdir", out, "--outfile", upload, "--assets", assets]);
    const code = readFileSync(join(out, "entry.worker.js"), "utf8");
    const takenMs: number[] = [];
    for (let time = 0; time < startUps; time++) takenMs.push(await startUpCpuMs(upload));
    return { code, kilobytes: gzipSync(code).byteLength / 1_000, startUpMs: percentile(takenMs, 0) };
  } finally {
    for (const folder of [out, assets]) rmSync(folder, { recursive: true, force: true });
  }
});

function wrangler(args: readonly string[]) {
  const env = { CI: "1", WRANGLER_SEND_METRICS: "false" };
  return run([process.execPath, join(root, "node_modules/wrangler/bin/wrangler.js"), ...args], { cwd: root, env });
}

/** What workerd spends before the first request: everything in the profile but waiting. */
async function startUpCpuMs(upload: string): Promise<number> {
  const file = `${upload}.cpuprofile`;
  await wrangler(["check", "startup", "--outfile", file, "--worker", upload]);
  const { nodes, samples, timeDeltas }: Profile = JSON.parse(readFileSync(file, "utf8"));
  const waiting = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id));
  const spentUs = samples.reduce((total, id, i) => total + (waiting.has(id) ? 0 : (timeDeltas[i] ?? 0)), 0);
  return spentUs / 1_000;
}
