import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerProduct } from "../../scripts/build/products.ts";
import { root } from "../../scripts/check/repository.ts";
import { frugalMalloc, frugalRunner } from "../../scripts/start/programs.ts";
import type { ControlPlane } from "./control-plane.ts";
import { type Program, startProgram } from "./program.ts";
import { until } from "./until.ts";

/** A runner under test: the bundled program, enrolled by a one-time token. */
export type TestRunner = {
  id: string;
  folder: string;
  authorizedKeysLine: string;
  program(): Program;
  kill(): Promise<void>;
  /** Ends it in order; its state stays. */
  halt(): Promise<void>;
  /** The same runner again; `env` for this life only, for example a failpoint, and `bundle` for another version of the program. */
  start(env?: Record<string, string>, bundle?: string): void;
  stop(): Promise<void>;
};

type RunnerView = { id: string; authorizedKeysLine: string; isOnline: boolean };

export async function startRunner(
  { url, api }: Pick<ControlPlane, "url" | "api">,
  env: Record<string, string> = {},
  { bundle: given = runnerProduct.output }: { bundle?: string | undefined } = {},
): Promise<TestRunner> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-runner-"));
  const { token } = await api.post<{ token: string }>("/runners/enrolments");
  const known = new Set((await api.get<{ items: RunnerView[] }>("/runners")).items.map(({ id }) => id));
  const settings = {
    ...env,
    ...frugalMalloc,
    NODE_ENV: "production",
    FAIRLEAD_URL: url,
    FAIRLEAD_RUNNER_HOME: folder,
    FAIRLEAD_TOKEN: token,
  };
  const launch = (more: Record<string, string> = {}, bundle = given) =>
    startProgram(process.execPath, [...frugalRunner, bundle], {
      env: { ...settings, ...more },
      cwd: root,
    });
  let program = launch();
  const find = async () => (await api.get<{ items: RunnerView[] }>("/runners")).items.find(({ id }) => !known.has(id));
  const view = await until("the runner to enrol", find).catch((error: Error) => {
    throw new Error(`${error.message}\n${program.output()}`);
  });
  return {
    id: view.id,
    folder,
    authorizedKeysLine: view.authorizedKeysLine,
    program: () => program,
    kill: () => program.kill(),
    halt: async () => {
      await program.stop();
    },
    start: (more, bundle) => {
      if (!program.isRunning()) program = launch(more, bundle);
    },
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The runner beside an embedded control plane, as `npm start` starts it once there is a token for it. */
export const startLocalRunner = (
  { url, folder }: { url: string; folder: string },
  { token, env }: { token: string; env: Record<string, string> },
): Program =>
  startProgram(process.execPath, [...frugalRunner, runnerProduct.output], {
    env: {
      ...env,
      ...frugalMalloc,
      NODE_ENV: "production",
      FAIRLEAD_URL: url,
      FAIRLEAD_RUNNER_HOME: join(folder, "runner"),
      FAIRLEAD_TOKEN: token,
    },
    cwd: root,
  });
