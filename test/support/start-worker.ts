import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unstable_startWorker } from "wrangler";
import { root } from "../../scripts/check/repository.ts";
import { freePort } from "./free-port.ts";
import { startDatabaseServer } from "./start-database-server.ts";

export const workerSetupCode = "the set-up code of the Worker";

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
    databaseUrl: database.url,
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
