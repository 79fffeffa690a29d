import type { Deps } from "../../kit/deps.ts";
import type { Compiled, JobRow, WorkKind } from "../../kit/work-kinds.ts";
import { imageLogin } from "../../places/registries/image-login.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { noSecrets, openerFor, serverOf } from "../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { applyDigest } from "../apply-digest.ts";
import { findFollowedTag } from "../digests.store.ts";

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
  const { image, registryId, wrappedKey } = row;
  const open = openerFor(deps, job, wrappedKey);
  const login = await imageLogin(deps.db, { teamId: job.teamId, image, registryId, open });
  const secrets = { ...noSecrets, ...login };
  return { payload: { kind: "read-digest", target: toServerTarget(server), image }, secrets };
}
