import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomIds } from "./ids.ts";

const ownerOnly = 0o600;

/** State of an embedded instance on disk. Whoever reads it owns the instance, so it is readable by its user only. */
export type StateFolder = {
  path: string;
  databaseUrl: string;
  /** Made on the first start; without it no sealed secret can be read again. */
  secret(): string;
  /** The one-time code of the first owner; made when missing. */
  ensureSetupCode(): string;
  readSetupCode(): string | null;
  removeSetupCode(): void;
  /** Where the local runner's supervisor looks for its enrolment token. */
  writeRunnerToken(token: string): void;
  /** Whether a local runner has its own state here. */
  hasRunner(): boolean;
};

export function openStateFolder(path: string): StateFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const setupCode = join(path, "setup-code");
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").trim() : null);
  const write = (file: string, text: string) => {
    writeFileSync(file, `${text}\n`, { mode: ownerOnly });
    // The mode above only counts for a new file.
    chmodSync(file, ownerOnly);
    return text;
  };
  return {
    path,
    databaseUrl: `file:${join(path, "fairlead.db")}`,
    secret: () => read(join(path, "secret")) ?? write(join(path, "secret"), randomIds.secret(32)),
    ensureSetupCode: () => read(setupCode) ?? write(setupCode, randomIds.secret(16)),
    readSetupCode: () => read(setupCode),
    removeSetupCode: () => rmSync(setupCode, { force: true }),
    writeRunnerToken: (token) => void write(join(path, "local-runner.token"), token),
    hasRunner: () => existsSync(join(path, "runner")),
  };
}
