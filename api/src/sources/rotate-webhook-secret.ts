import { allowOn } from "../kit/access/allow-on.ts";
import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { previousWebhookSecretPlace, webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import type { Actor } from "../rules/permissions.ts";
import { webhookSecretBytes } from "./source-secrets.ts";
import type { WebhookSecretView } from "./sources.schemas.ts";
import { getSource, updateSource } from "./sources.store.ts";
import { webhookUrl } from "./to-source-view.ts";

const overlapMs = 24 * 60 * 60_000;

/** A new secret, shown once. The one before stays valid for a day, so that no push is lost while the forge is changed. */
export async function rotateWebhookSecret(
  deps: Deps,
  actor: Actor,
  { id }: { id: string },
): Promise<WebhookSecretView> {
  const row = await allowOn(actor, "source.secrets", getSource(deps.db, actor.teamId, id));
  const { db, ids, clock, config } = deps;
  const box = await teamSecrets(deps, actor.teamId);
  const webhookSecret = ids.secret(webhookSecretBytes);
  const previous = await box.open(webhookSecretPlace(id), row.webhookSecret);
  const now = clock.now();
  const previousSecretEndsAt = now + overlapMs;
  const set = {
    webhookSecret: await box.seal(webhookSecretPlace(id), webhookSecret),
    previousWebhookSecret: await box.seal(previousWebhookSecretPlace(id), previous),
    previousSecretEndsAt,
    updatedAt: now,
  };
  await runBatch(db, [
    updateSource(db, actor.teamId, { id, set }),
    auditStatement(deps, actor, { action: "source.rotate_secret", target: id }),
  ]);
  return { webhookUrl: webhookUrl(config.url, row.webhookKey), webhookSecret, previousSecretEndsAt };
}
