import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { getRunner } from "../runners/runners.store.ts";
import { teamSecrets } from "../secrets/team-secrets.ts";
import { runBatch } from "../statement.ts";
import { checkAuth } from "./check-auth.ts";
import { deployKeyJob } from "./deploy-key-job.ts";
import { sourceTokenPlace } from "./source-secrets.ts";
import type { UpdateSource } from "./sources.schemas.ts";
import { getSource, type SourceRow, updateSource as updateStatement } from "./sources.store.ts";

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

export async function updateSource(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateSource }) {
  allow(actor, "source.write");
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const row = await getSource(db, teamId, id);
  const token = mergeToken(row, set);
  const { token: _, ...plain } = set;
  const next = { ...row, ...plain };
  checkAuth({ ...next, hasToken: token === undefined ? row.token !== null : token !== null });
  const runnerId = next.auth === "deploy-key" ? next.deployKeyRunnerId : null;
  const isNewKey = runnerId !== null && (runnerId !== row.deployKeyRunnerId || row.auth !== "deploy-key");
  if (runnerId !== null) await getRunner(db, teamId, runnerId);
  const change = {
    ...plain,
    ...(token === undefined ? {} : { token: await sealToken(deps, row, { token }) }),
    ...(isNewKey ? { deployKeyPublic: null } : {}),
    updatedAt: clock.now(),
  };
  await runBatch(db, [
    updateStatement(db, teamId, { id, set: change }),
    auditStatement(deps, actor, {
      action: "source.update",
      target: id,
      detail: { fields: Object.keys(set).join(", ") },
    }),
    ...(isNewKey ? [deployKeyJob(deps, { teamId, sourceId: id, runnerId })] : []),
  ]);
  if (isNewKey) hub.wakeRunner(runnerId);
  return getSource(db, teamId, id);
}
