import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/check/repository.ts";
import { freePort } from "../../support/free-port.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { until } from "../../support/until.ts";

const entry = join(root, "dist/api/main.mjs");
const shim = join(import.meta.dirname, "killing-disk.mjs");

export type RealStart = { program: Program; url: string };
type Given = {
  killedAt?: number;
  env?: Record<string, string>;
  before?: readonly [command: string, ...args: string[]];
};

/** The control plane itself, on this state folder. `before`: what runs it in its place. */
export async function startReal(home: string, { killedAt, env = {}, before }: Given = {}): Promise<RealStart> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const killing: Record<string, string> = killedAt === undefined ? {} : { KILLED_AT: String(killedAt) };
  const args = [...(killedAt === undefined ? [] : ["--import", shim]), entry];
  const [command, ...first] = [...(before ?? []), process.execPath];
  const settings = { FAIRLEAD_HOME: home, PORT: port, FAIRLEAD_URL: url, ...killing, ...env };
  return { program: startProgram(command ?? "", [...first, ...args], { env: settings, cwd: root }), url };
}

/** How a start went: it listens, or it ended by itself or by a signal. */
export async function howItWent({ program }: RealStart): Promise<"listens" | "ended"> {
  return until(
    "the start to come to an end",
    async () => {
      if (!program.isRunning()) return "ended";
      return program.output().includes("listening") ? "listens" : undefined;
    },
    { withinMs: 60_000, everyMs: 20 },
  );
}

export async function own(url: string, code: string): Promise<number> {
  const account = { email: "ada@example.test", password: "correct horse battery", name: "Ada" };
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code, ...account }),
  });
  return answer.status;
}

export const codeIn = (home: string) => readFileSync(join(home, "setup-code"), "utf8").trim();
