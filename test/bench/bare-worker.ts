import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { setUp, untilAnswers } from "../support/control-plane.ts";
import { freePort } from "../support/free-port.ts";
import { startProgram } from "../support/program.ts";
import { startDatabaseServer } from "../support/start-database-server.ts";
import { workerSetupCode } from "../support/start-worker.ts";
import { buildWorker } from "./worker-bundle.ts";

/**
 * The Worker in workerd and nothing else: the tool for development puts Workers of its own into the same process, which would be
 * counted too. With a database server of its own.
 */
export async function startBareWorker() {
  const [database, bundle, port] = await Promise.all([startDatabaseServer(), buildWorker(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "fairlead-workerd-"));
  const settings = {
    FAIRLEAD_URL: url,
    FAIRLEAD_SECRET: "kJ8s0vQpX2mWz7LrT4nYbE1hGdUcAf93",
    DATABASE_URL: database.url,
    SETUP_CODE: workerSetupCode,
  };
  const config = join(folder, "config.capnp");
  writeFileSync(join(folder, "worker.js"), bundle.code);
  writeFileSync(config, renderConfig(port, settings));
  const program = startProgram(workerd(), ["serve", "--experimental", config], { env: {}, cwd: folder });
  const stop = async () => {
    await program.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswers(url);
    return { url, pid: program.pid, db: database.db, token: await setUp(url, workerSetupCode), stop };
  } catch (error) {
    await stop();
    throw new Error(`workerd did not answer: ${program.output()}`, { cause: error });
  }
}

/** The binary itself: the package's own `bin` is a script that would be the process we watch. */
function workerd(): string {
  const fromWrangler = createRequire(realpathSync(join(root, "node_modules/wrangler/package.json")));
  const fromMiniflare = createRequire(fromWrangler.resolve("miniflare"));
  const fromWorkerd = createRequire(fromMiniflare.resolve("workerd"));
  return fromWorkerd.resolve(`@cloudflare/workerd-linux-${process.arch === "arm64" ? "arm64" : "64"}/bin/workerd`);
}

const renderConfig = (
  port: number,
  settings: Record<string, string>,
) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "out", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"],
  globalOutbound = "out",
  durableObjectNamespaces = [(className = "Hub", uniqueKey = "hub", enableSql = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [
    (name = "HUB", durableObjectNamespace = "Hub"),
${Object.entries(settings)
  .map(([name, text]) => `    (name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)}),`)
  .join("\n")}
  ],
);
`;
