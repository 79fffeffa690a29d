import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { settingsPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getChannelRow, updateChannel } from "./notifications.store.ts";
import { toSigningSecret } from "./senders/sign-webhook.ts";
import { openSettings } from "./to-channel-view.ts";

/** A new signing secret, shown once. The one before stops at once: it is ours to sign with, so no overlap is needed to send. */
export async function rotateSigningSecret(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "channel.secrets", getChannelRow(deps.db, actor.teamId, id));
  const { db, ids, clock } = deps;
  const settings = await openSettings(deps, row);
  if (settings.kind !== "webhook") throw conflict("channel.unsigned", "Only webhook channels sign what they send.");
  const signingSecret = toSigningSecret(ids.secret(24));
  const box = await teamSecrets(deps, actor.teamId);
  const sealed = await box.seal(settingsPlace(id), JSON.stringify({ ...settings, secret: signingSecret }));
  await runBatch(db, [
    updateChannel(db, actor.teamId, { id, set: { settings: sealed, updatedAt: clock.now() } }),
    auditStatement(deps, actor, { action: "channel.rotate_secret", target: id }),
  ]);
  return { signingSecret };
}
