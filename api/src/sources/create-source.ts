import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { withinLimit } from "../kit/limits/limited.ts";
import { sourceTokenPlace, webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { getRunner } from "../places/runners/runners.store.ts";
import { type Actor, allowInTeam } from "../rules/permissions.ts";
import { baseUrlOf, checkAuth } from "./check-auth.ts";
import { deployKeyJob } from "./deploy-key-job.ts";
import { webhookSecretBytes } from "./source-secrets.ts";
import type { CreateSource } from "./sources.schemas.ts";
import { getSource, insertSource } from "./sources.store.ts";

/** A source is born with its webhook URL and secret; the secret is in this answer only. */
export async function createSource(deps: Deps, actor: Actor, input: CreateSource) {
  allowInTeam(actor, "source.configure");
  const { db, ids, clock, hub } = deps;
  const { teamId } = actor;
  const { token, deployKeyRunnerId } = input;
  const baseUrl = baseUrlOf(input.forge, input.baseUrl);
  checkAuth({ ...input, baseUrl, hasToken: token !== null });
  if (deployKeyRunnerId !== null) await getRunner(db, teamId, deployKeyRunnerId);
  const id = ids.next("source");
  const now = clock.now();
  const box = await teamSecrets(deps, teamId);
  const webhookSecret = ids.secret(webhookSecretBytes);
  const needsKey = input.auth === "deploy-key" && deployKeyRunnerId !== null;
  await runBatch(db, [
    insertSource(db, {
      id,
      teamId,
      name: input.name,
      forge: input.forge,
      baseUrl,
      auth: input.auth,
      tokenUser: input.tokenUser,
      token: token === null ? null : await box.seal(sourceTokenPlace(id), token),
      deployKeyRunnerId,
      knownHost: input.knownHost,
      webhookKey: ids.secret(24),
      webhookSecret: await box.seal(webhookSecretPlace(id), webhookSecret),
      createdAt: now,
      updatedAt: now,
    }),
    withinLimit("sources", actor, deps),
    auditStatement(deps, actor, {
      action: "source.create",
      target: id,
      detail: { name: input.name, forge: input.forge, auth: input.auth },
    }),
    ...(needsKey ? [deployKeyJob(deps, { teamId, sourceId: id, runnerId: deployKeyRunnerId })] : []),
  ]);
  if (needsKey) hub.wakeRunner(deployKeyRunnerId);
  return { source: await getSource(db, teamId, id), webhookSecret };
}
