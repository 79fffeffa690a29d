import { auditEntry } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { settingsPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import type { StoredSettings } from "./channel-settings.ts";
import { type ChannelRow, saveChannel } from "./notifications.store.ts";
import type { SendResult } from "./senders/send-result.ts";

type Sent = { channel: ChannelRow; settings: StoredSettings; result: SendResult };

/**
 * A group of Telegram that got another id keeps its alerts: what was learnt by a message that came through is written into the channel,
 * unless a person saved it meanwhile.
 */
export async function followChat(deps: Deps, { channel, settings, result }: Sent): Promise<Written[]> {
  if (result.kind !== "sent" || result.chatId === undefined || settings.kind !== "telegram") return [];
  const { id, teamId, revision } = channel;
  const { chatId } = result;
  const box = await teamSecrets(deps, teamId);
  const sealed = await box.seal(settingsPlace(id), JSON.stringify({ ...settings, chatId }));
  return [
    saveChannel(deps.db, teamId, { id, revision, set: { settings: sealed, updatedAt: deps.clock.now() } }),
    auditEntry(deps, {
      teamId,
      actor: "telegram",
      action: "channel.moved",
      target: id,
      detail: { from: settings.chatId, to: chatId },
    }),
  ];
}
