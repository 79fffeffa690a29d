import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { limitInTime } from "../../kit/limits/limit-in-time.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { followChat } from "./follow-chat.ts";
import { getChannelRow, updateChannel } from "./notifications.store.ts";
import { sendTo } from "./senders/send-to.ts";
import type { Message } from "./templates/message.ts";
import { openSettings } from "./to-channel-view.ts";

const testMessage = (channel: { id: string; name: string }, origin: string): Message => ({
  event: "test",
  // Never the name alone: it is a person's, and this may become the subject of a mail.
  title: "Test of a notification channel",
  sentence: "If you read this, Fairlead reaches you here.",
  facts: [{ label: "Channel", value: channel.name }],
  evidence: [],
  nextAction: null,
  path: null,
  link: origin,
  ids: { channel: channel.id },
});

/** Sends one message now and tells how it went; nothing is tried again. */
export async function testChannel(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "channel.operate", getChannelRow(deps.db, actor.teamId, id));
  const { db, ids, clock, config } = deps;
  await limitInTime(deps, "channelTests", { subject: id });
  await limitInTime(deps, "personTests", { subject: actor.userId });
  await limitInTime(deps, "teamTests", { subject: actor.teamId });
  const settings = await openSettings(deps, row);
  const sent = { id: ids.next("notification"), at: clock.now() };
  const result = await sendTo(deps, { channel: row, settings, message: testMessage(row, config.url), sent });
  const error = result.kind === "sent" ? null : result.error;
  const set = error === null ? { lastError: null, lastSentAt: clock.now() } : { lastError: error };
  await runBatch(db, [
    updateChannel(db, actor.teamId, { id, set }),
    ...(await followChat(deps, { channel: row, settings, result })),
    auditStatement(deps, actor, { action: "channel.test", target: id, detail: { isSent: error === null } }),
  ]);
  return { isSent: error === null, error };
}
