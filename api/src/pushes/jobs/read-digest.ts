import { type JobSecrets, registryOf } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { openCredential } from "../../kit/secrets/open-credential.ts";
import { registryPasswordPlace } from "../../kit/secrets/secret-places.ts";
import type { Compiled, JobRow, WorkKind } from "../../kit/work-kinds.ts";
import { teamLogins } from "../../places/registries/team-logins.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { noSecrets, openerFor, serverOf } from "../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { applyDigest } from "../apply-digest.ts";
import { type FollowedTag, findFollowedTag } from "../digests.store.ts";

/** Asks a registry and changes nothing there. */
export const readDigest: WorkKind<"read-digest"> = {
  timeoutMs: 3 * 60_000,
  maxAttempts: 1,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  compile,
  apply: async (deps, job, outcome) => {
    if (outcome.kind === "succeeded" && outcome.result.kind === "digest-read")
      await applyDigest(deps, job, outcome.result);
  },
};

async function compile(deps: Deps, job: JobRow): Promise<Compiled<"read-digest">> {
  const [server, row] = await Promise.all([
    serverOf(deps, job),
    findFollowedTag(deps.db, { teamId: job.teamId, id: job.subjectId }),
  ]);
  if (!row || row.image === null) throw new NotCompilable("The application follows no tag any more.");
  const secrets = { ...noSecrets, ...(await loginFor(deps, job, { ...row, image: row.image })) };
  return { payload: { kind: "read-digest", target: toServerTarget(server), image: row.image }, secrets };
}

/** Its own login for the image, else that of the team for its registry. */
async function loginFor(deps: Deps, job: JobRow, row: FollowedTag & { image: string }): Promise<Partial<JobSecrets>> {
  const { id, image, registryUser: username, registryPassword: sealed, wrappedKey } = row;
  const open = openerFor(deps, job, wrappedKey);
  const registry = registryOf(image);
  if (username === null || sealed === null)
    return { registries: await teamLogins(deps.db, job.teamId, { needed: [registry], open }) };
  const credential = { place: registryPasswordPlace(id), sealed, givenFor: { kind: "registry" as const, registry } };
  return { registry: { username, password: await openCredential(open, credential, { to: image }) } };
}
