import { rmSync } from "node:fs";
import { root } from "../../scripts/check/repository.ts";
import { type ApiClient, apiClient } from "../support/api-client.ts";
import { untilAnswers } from "../support/control-plane.ts";
import { freePort } from "../support/free-port.ts";
import { type Program, startProgram } from "../support/program.ts";
import type { About } from "./pack-release.ts";
import { unpackState } from "./releases.ts";

/** A kept state folder with a control plane on it. */
export type KeptInstance = {
  url: string;
  api: ApiClient;
  startRunner(program: string): Program;
  stop(): Promise<void>;
};

/** Opens what a release left with the control plane whose bundle is given, and signs in as its owner. */
export async function openKept(about: About, controlPlane: string): Promise<KeptInstance> {
  const { folder, runnerFolder } = unpackState(about);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { NODE_ENV: "production", PORT: String(port), FAIRLEAD_URL: url, FAIRLEAD_HOME: folder };
  const program = startProgram(process.execPath, [controlPlane], { env, cwd: root });
  await untilAnswers(url).catch((error: Error) => {
    throw new Error(`${error.message}\n${program.output()}`);
  });
  const programs = [program];
  return {
    url,
    api: apiClient(url, await signIn(url, about)),
    startRunner: (path) => {
      const settings = { NODE_ENV: "production", FAIRLEAD_URL: url, FAIRLEAD_RUNNER_HOME: runnerFolder };
      const runner = startProgram(process.execPath, [path], { env: settings, cwd: root });
      programs.unshift(runner);
      return runner;
    },
    stop: async () => {
      for (const each of programs) await each.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An API token of the team, made by the owner in a session. */
async function signIn(url: string, { owner, team }: About): Promise<string> {
  const headers = { "content-type": "application/json", origin: url };
  const post = async (path: string, body: unknown, more: Record<string, string> = {}) => {
    const init = { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, init);
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const session = await post("/api/auth/sign-in/email", { email: owner.email, password: owner.password });
  const cookie = session.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const token = { name: "test", scope: "admin", expiresInDays: 1 };
  const made = await post("/api/v1/tokens", token, { cookie, "x-fairlead-team": team });
  const { token: text } = (await made.json()) as { token: string };
  return text;
}
