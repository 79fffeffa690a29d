import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeDrafts, StateNotKept, type Writing, writeWhole } from "@fairlead/runner/state-lock";
import { randomIds } from "../kit/adapters/ids.ts";
import { ConfigError } from "../kit/config.ts";
import { isUsableSetupCode } from "../people/setup/setup-code.ts";

/** State of an embedded instance on disk. Whoever reads it owns the instance, so it is readable by its user only. */
export type StateFolder = {
  path: string;
  databaseUrl: string;
  /** Made on the first start; without it no sealed secret can be read again. Throws ConfigError when what is there is no whole one. */
  secret(): string;
  /** The one-time code of the first owner; made when a whole one is missing. */
  ensureSetupCode(): string;
  /** null: there is none, or what is there is too short to prove anything. */
  readSetupCode(): string | null;
  removeSetupCode(): void;
  /** Where the local runner's supervisor looks for its enrolment token. */
  writeRunnerToken(token: string): void;
  /** Whether a local runner has its own state here. */
  hasRunner(): boolean;
};

/** For the one process that holds the folder. Everything it writes is there whole or not at all. Throws StateNotKept. */
export function openStateFolder(path: string, writing: Writing = {}): StateFolder {
  const file = (name: string) => join(path, name);
  const database = file("fairlead.db");
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), "utf8").trim() : null);
  const write = (name: string, text: string) => {
    writeWhole(file(name), `${text}\n`, writing);
    return text;
  };
  makeFolder(path);
  const readSetupCode = () => {
    const code = read("setup-code");
    return code !== null && isUsableSetupCode(code) ? code : null;
  };
  return {
    path,
    databaseUrl: `file:${database}`,
    secret: () => {
      const kept = read("secret");
      if (kept !== null && kept.length >= shortestSecret) return kept;
      // A part of one was left by a version that wrote it byte by byte. While there are no data, nothing was sealed with it.
      if (kept === null || !existsSync(database)) return write("secret", randomIds.secret(32));
      throw new ConfigError([secretDamaged(file("secret"))]);
    },
    ensureSetupCode: () => readSetupCode() ?? write("setup-code", randomIds.secret(16)),
    readSetupCode,
    removeSetupCode: () => rmSync(file("setup-code"), { force: true }),
    writeRunnerToken: (token) => void write("local-runner.token", token),
    hasRunner: () => existsSync(file("runner")),
  };
}

/** As short as FAIRLEAD_SECRET may be. */
const shortestSecret = 32;

const secretDamaged = (file: string) =>
  `FAIRLEAD_SECRET is not set, and ${file} holds only a part of the secret that this instance's data are sealed with; put the whole one back from a backup`;

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    removeDrafts(path);
  } catch (error) {
    throw StateNotKept.of(path, error) ?? error;
  }
}
