import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../api/src/app.ts";
import { openNodeHome } from "../../api/src/homes/node-home.ts";
import { listen } from "../../api/src/homes/node-server.ts";
import { openStateFolder } from "../../api/src/homes/state-folder.ts";
import { readNodeConfig } from "../../api/src/kit/config.ts";
import type { Deps } from "../../api/src/kit/deps.ts";
import { freePort } from "../support/free-port.ts";
import type { Home } from "./home.ts";

/** The Node home in this process: a libSQL file, a real socket, a folder of its own. */
export async function startNode(given: Record<string, string> = {}): Promise<Home & { folder: string; deps: Deps }> {
  const path = mkdtempSync(join(tmpdir(), "fairlead-node-"));
  const uiFolder = mkdtempSync(join(tmpdir(), "fairlead-ui-"));
  const folder = openStateFolder(path);
  const port = await freePort();
  const settings = { PORT: String(port), FAIRLEAD_URL: `http://127.0.0.1:${port}`, ...given };
  const config = readNodeConfig(settings, { FAIRLEAD_SECRET: folder.secret(), DATABASE_URL: folder.databaseUrl });
  const home = await openNodeHome(config, folder);
  const setupCode = readFileSync(join(path, "setup-code"), "utf8").trim();
  const runnerFile = join(uiFolder, "runner.mjs");
  const server = await listen({ ...config, app: createApp(), deps: home.deps, uiFolder, runnerFile });
  return {
    url: config.url,
    setupCode,
    folder: path,
    deps: home.deps,
    stop: async () => {
      home.endStreams();
      await server.close();
      await home.close();
      for (const each of [path, uiFolder]) rmSync(each, { recursive: true, force: true });
    },
  };
}
