import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { settingsPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { askAddresses } from "./ask-addresses.ts";
import { checkTarget, type StoredSettings } from "./channel-settings.ts";
import type { CreateChannel } from "./notifications.schemas.ts";
import { getChannelRow, insertChannel } from "./notifications.store.ts";
import { toSigningSecret } from "./senders/sign-webhook.ts";

/** A webhook is born with its signing secret, which is in this answer only. */
export async function createChannel(deps: Deps, actor: Actor, input: CreateChannel) {
  allowInTeam(actor, "channel.configure");
  const { db, ids, clock } = deps;
  const { settings, name, events, isEnabled } = input;
  checkTarget(settings, deps.config);
  const signingSecret = settings.kind === "webhook" ? toSigningSecret(ids.secret(24)) : null;
  const stored: StoredSettings = settings.kind === "webhook" ? { ...settings, secret: signingSecret ?? "" } : settings;
  const id = ids.next("channel");
  const now = clock.now();
  const box = await teamSecrets(deps, actor.teamId);
  const addresses = settings.kind === "email" ? settings.addresses : [];
  const asked = await askAddresses(deps, { teamId: actor.teamId, addresses });
  await runBatch(db, [
    insertChannel(db, {
      id,
      teamId: actor.teamId,
      name,
      kind: settings.kind,
      settings: await box.seal(settingsPlace(id), JSON.stringify(stored)),
      events,
      isEnabled,
      asksAddresses: true,
      createdAt: now,
      updatedAt: now,
    }),
    ...asked.statements,
    withinLimit("channels", actor, deps),
    auditStatement(deps, actor, { action: "channel.create", target: id, detail: { name, kind: settings.kind } }),
  ]);
  asked.send();
  return { channel: await getChannelRow(db, actor.teamId, id), signingSecret };
}
