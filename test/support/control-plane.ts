import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiProduct, buildWhatChanged, runnerProduct } from "../../scripts/build/products.ts";
import { root } from "../../scripts/check/repository.ts";
import { frugalApi, frugalMalloc } from "../../scripts/start/programs.ts";
import { type ApiClient, apiClient } from "./api-client.ts";
import { freePort } from "./free-port.ts";
import { type Program, startProgram } from "./program.ts";
import { until } from "./until.ts";

/** A control plane under test: the product as it is shipped, with its first owner and an API token. */
export type ControlPlane = {
  url: string;
  token: string;
  email: string;
  password: string;
  api: ApiClient;
  stop(): Promise<void>;
};

/** The embedded home, whose one process can be killed and started again. */
export type NodeControlPlane = ControlPlane & {
  /** State folder. */
  folder: string;
  program(): Program;
  /** SIGKILL; the state stays. */
  kill(): Promise<void>;
  /** After `kill`: the same state under the same address, with another version of the program if one is given. */
  start(bundle?: string): Promise<void>;
};

export const owner = { email: "owner@fairlead.test", password: "correct horse battery staple", name: "Owner" };

export const untilAnswers = (url: string) =>
  until(`${url} to answer`, async () => ((await fetch(`${url}/api/v1/setup`)).ok ? true : undefined), {
    withinMs: 60_000,
    everyMs: 50,
  });

/** Makes the first owner with the one-time code and answers the API token, as `npm run setup` does. */
export async function setUp(url: string, code: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers,
    body: JSON.stringify({ code, ...owner }),
  });
  if (!answer.ok) throw new Error(`set-up was refused: ${answer.status} ${await answer.text()}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
}

/** The embedded home before anybody set it up: one Node process and a libSQL file. */
export type UnclaimedControlPlane = Pick<NodeControlPlane, "url" | "folder" | "program" | "kill" | "start" | "stop"> & {
  /** The one-time code that the first owner types. */
  code: string;
};

/** `env` adds settings such as trusted authorities. */
export async function startUnclaimedControlPlane(
  env: Record<string, string> = {},
  given = apiProduct.output,
): Promise<UnclaimedControlPlane> {
  await buildWhatChanged([apiProduct, runnerProduct]);
  const folder = mkdtempSync(join(tmpdir(), "fairlead-home-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    ...env,
    ...frugalMalloc,
    NODE_ENV: "production",
    PORT: String(port),
    FAIRLEAD_URL: url,
    FAIRLEAD_HOME: folder,
  };
  const launch = (bundle: string) =>
    startProgram(process.execPath, [...frugalApi, bundle], { env: settings, cwd: root });
  let program = launch(given);
  const start = async (bundle = given) => {
    if (!program.isRunning()) program = launch(bundle);
    await untilAnswers(url).catch((error: Error) => {
      throw new Error(`${error.message}\n${program.output()}`);
    });
  };
  await start();
  return {
    url,
    code: readFileSync(join(folder, "setup-code"), "utf8").trim(),
    folder,
    program: () => program,
    kill: () => program.kill(),
    start,
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The embedded home with its first owner. */
export async function startNodeControlPlane(
  env: Record<string, string> = {},
  given = apiProduct.output,
): Promise<NodeControlPlane> {
  const { code, ...home } = await startUnclaimedControlPlane(env, given);
  const token = await setUp(home.url, code);
  return { ...home, token, email: owner.email, password: owner.password, api: apiClient(home.url, token) };
}
