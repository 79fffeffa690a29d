import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { holdFolder, outliveOutput } from "@fairlead/runner/state-lock";
import { createApp } from "./app.ts";
import { startTimers } from "./cron.ts";
import { openNodeHome } from "./homes/node-home.ts";
import { listen } from "./homes/node-server.ts";
import { startProblem } from "./homes/start-problem.ts";
import { openStateFolder } from "./homes/state-folder.ts";
import { readNodeConfig } from "./kit/config.ts";

/** The bundle lies as deep as this file, so both find what was built at the same place. */
const builtAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function main(): Promise<void> {
  const { FAIRLEAD_HOME, FAIRLEAD_URL, PORT } = process.env;
  const folder = openStateFolder(resolve(FAIRLEAD_HOME || ".fairlead"));
  const url = FAIRLEAD_URL || `http://localhost:${PORT || 3000}`;
  // Before anything is made in it: of two first starts one would work with a secret that is in no file.
  const hold = await holdFolder(folder.path, { program: "control plane", url, setting: "FAIRLEAD_HOME" });
  // A secret of its own is made only where none is given: a second one in the folder would be taken for the data's one day.
  const secret = process.env.FAIRLEAD_SECRET || folder.secret();
  const config = readNodeConfig(process.env, { FAIRLEAD_SECRET: secret, DATABASE_URL: folder.databaseUrl });
  const home = await openNodeHome(config, folder);
  const server = await listen({
    ...config,
    app: createApp(),
    deps: home.deps,
    uiFolder: builtAt("../../ui/build"),
    runnerFile: builtAt("../../dist/runner/main.mjs"),
  });
  const stopTimers = startTimers(home.deps);
  home.deps.log.info("listening", { url: config.url, host: config.host, port: config.port });
  if (folder.readSetupCode()) home.deps.log.info("no owner yet", { code: `in ${folder.path}/setup-code` });
  const stop = async () => {
    stopTimers();
    home.endStreams();
    await server.close();
    await home.close();
    hold.release();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

outliveOutput();
await main().catch((error: unknown) => {
  process.stderr.write(`${startProblem(error)}\n`);
  process.exitCode = 1;
});
