import type { JobSecrets } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { openOr } from "../../kit/secrets/damaged-secret.ts";
import type { Opener } from "../../kit/secrets/open-credential.ts";
import type { JobRow } from "../../kit/work-kinds.ts";
import { NotCompilable } from "./not-compilable.ts";
import { readServerRow } from "./payload.store.ts";

export const noSecrets: JobSecrets = {
  env: {},
  gitToken: null,
  gitUser: null,
  registry: null,
  push: null,
  files: [],
  sharePasswords: [],
  registries: [],
};

export async function serverOf({ db }: Deps, job: JobRow) {
  const row = await readServerRow(db, job);
  if (!row) throw new NotCompilable("The server of this job is gone.");
  return row;
}

/** Opens what is sealed with the key of the job's team. */
export const openerFor =
  ({ secrets }: Deps, { teamId }: JobRow, wrappedKey: string): Opener =>
  (place, sealed) =>
    openOr(secrets, wrappedKey, { place: { ...place, team: teamId }, sealed });
