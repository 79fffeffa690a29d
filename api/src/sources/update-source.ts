import { allowOn } from "../kit/access/allow-on.ts";
import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { sourceTokenPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import { saveBatch } from "../kit/write/save-batch.ts";
import { getRunner } from "../places/runners/runners.store.ts";
import type { Actor } from "../rules/permissions.ts";
import { checkAuth } from "./check-auth.ts";
import { deployKeyJob } from "./deploy-key-job.ts";
import { partWithStrangers } from "./part-with-strangers.ts";
import type { Stranger, UpdateSource } from "./sources.schemas.ts";
import { getSource, type SourceRow, saveSource } from "./sources.store.ts";

/** A token is bound to its address: another base URL asks for the token again, so that nobody can have it sent elsewhere. */
function mergeToken(row: SourceRow, { token, baseUrl, auth }: UpdateSource): string | null | undefined {
  if (token !== undefined) return token;
  if (baseUrl !== undefined && baseUrl !== row.baseUrl) return null;
  return auth !== undefined && auth !== "token" ? null : undefined;
}

async function sealToken(deps: Deps, row: SourceRow, { token }: { token: string | null }) {
  if (token === null) return null;
  const box = await teamSecrets(deps, row.teamId);
  return box.seal(sourceTokenPlace(row.id), token);
}

/** Who lost the source by this change, for whoever wonders about it later. */
function toldAs(set: UpdateSource, strangers: readonly Stranger[]): Record<string, string> {
  const fields = Object.keys(set)
    .filter((key) => key !== "revision")
    .join(", ");
  const detached = strangers.map(({ id }) => id).join(", ");
  return detached === "" ? { fields } : { fields, detached: detached.slice(0, 2_000) };
}

export async function updateSource(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateSource }) {
  const row = await allowOn(actor, "source.configure", getSource(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const token = mergeToken(row, set);
  const { token: _, detach = false, revision, ...plain } = set;
  const next = { ...row, ...plain };
  checkAuth({ ...next, hasToken: token === undefined ? row.token !== null : token !== null });
  const now = clock.now();
  const { strangers, statements } = await partWithStrangers(db, row, { next, detach, now });
  const runnerId = next.auth === "deploy-key" ? next.deployKeyRunnerId : null;
  const isNewKey = runnerId !== null && (runnerId !== row.deployKeyRunnerId || row.auth !== "deploy-key");
  // Also one that no key is kept by yet: whoever is named must be of the team.
  const named = set.deployKeyRunnerId ?? runnerId;
  if (named !== null) await getRunner(db, teamId, named);
  const change = {
    ...plain,
    ...(token === undefined ? {} : { token: await sealToken(deps, row, { token }) }),
    ...(isNewKey ? { deployKeyPublic: null } : {}),
    updatedAt: now,
  };
  await saveBatch(db, {
    save: saveSource(db, teamId, { id, revision, set: change }),
    alongside: [
      ...statements,
      auditStatement(deps, actor, {
        action: "source.update",
        target: id,
        detail: toldAs(set, strangers),
      }),
      ...(isNewKey ? [deployKeyJob(deps, { teamId, sourceId: id, runnerId })] : []),
    ],
  });
  if (isNewKey) hub.wakeRunner(runnerId);
}
