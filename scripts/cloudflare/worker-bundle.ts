import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../check/repository.ts";
import { runCommand } from "../process/run-command.ts";

/** What the Worker may weigh, compressed; a free account ends at 3 MB, and every start pays for each byte. */
export const maxBundleBytes = 700 * 1024;

/** Bundles the Worker as a deployment would, without deploying; returns its compressed size in bytes. */
export async function measureWorkerBundle(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-worker-"));
  try {
    const wrangler = join(root, "node_modules/.bin/wrangler");
    const { code, output } = await runCommand(wrangler, ["deploy", "--dry-run", "--outdir", folder], { cwd: root });
    if (code !== 0) throw new Error(`the Worker does not bundle:\n${output.trim()}`);
    const scripts = readdirSync(folder).filter((file) => /\.m?js$/.test(file));
    return gzipSync(Buffer.concat(scripts.map((file) => readFileSync(join(folder, file))))).length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
