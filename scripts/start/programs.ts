import { resolve } from "node:path";
import { apiProduct, runnerProduct } from "../build/products.ts";
import { root } from "../check/repository.ts";
import { localRunnerHome, localRunnerTokenFile } from "./local-runner.ts";
import { readPort } from "./port.ts";
import type { Program } from "./supervise.ts";

export interface StartSettings {
  port: number;
  /** What to print: the public address where one is set. */
  url: string;
  /** Absolute path of the state folder. */
  home: string;
}

/** What the start command itself needs to know; the programs check every setting and name each problem. Throws with a sentence. */
export function startSettings(env: NodeJS.ProcessEnv): StartSettings {
  const port = readPort(env.PORT, 3000);
  const url = env.FAIRLEAD_URL || `http://localhost:${port}`;
  return { port, url, home: resolve(root, env.FAIRLEAD_HOME || ".fairlead") };
}

// A small young generation and few malloc arenas: some 10 MB less at rest, for collections that are a little more frequent.
// The control plane answers many requests and gets more room.
export const frugalApi = ["--max-semi-space-size=4"];
export const frugalRunner = ["--max-semi-space-size=1"];
export const frugalMalloc = { MALLOC_ARENA_MAX: "2" };

export const apiProgram = ({ port, home }: StartSettings): Program => ({
  name: "control plane",
  args: [...frugalApi, apiProduct.output],
  cwd: root,
  env: { ...process.env, ...frugalMalloc, NODE_ENV: "production", PORT: String(port), FAIRLEAD_HOME: home },
});

export const runnerProgram = (settings: StartSettings): Program => ({
  name: "runner",
  args: [...frugalRunner, runnerProduct.output],
  cwd: root,
  env: { ...runnerEnvironment(settings), ...frugalMalloc, NODE_ENV: "production" },
});

/** The runner beside the control plane: it talks to it on this machine, whatever the public address is. */
export const runnerEnvironment = ({ port, home }: Pick<StartSettings, "port" | "home">): NodeJS.ProcessEnv => ({
  ...process.env,
  FAIRLEAD_URL: `http://127.0.0.1:${port}`,
  FAIRLEAD_RUNNER_HOME: localRunnerHome(home),
  FAIRLEAD_RUNNER_TOKEN_FILE: localRunnerTokenFile(home),
});
