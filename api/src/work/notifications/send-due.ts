import type { Deps } from "../../kit/deps.ts";
import { type LaneQueue, workLanes } from "../../kit/lanes/work-lanes.ts";
import { runBatch, type Written } from "../../kit/write/run-batch.ts";
import type { Lane } from "../../rules/next-lanes.ts";
import { followChat } from "./follow-chat.ts";
import { type ChannelRow, getChannelRow, updateChannel } from "./notifications.store.ts";
import { endAttempt, listDueChannels, type NotificationRow, takeNotifications } from "./outbox.store.ts";
import { nextAttemptAt } from "./retry-plan.ts";
import type { SendResult } from "./senders/send-result.ts";
import { sendTo } from "./senders/send-to.ts";
import { damagedSettings, findSettings } from "./to-channel-view.ts";
import { toMessage } from "./to-message.ts";

/** Longer than the attempts of one batch take, each with its time-out; a sender that died is replaced after it. */
const holdMs = 2 * 60_000;
/** Sent to one channel at the same time. */
const batch = 8;
const batchesATurn = 4;

/** The outbox: a lane for each channel, so that one that does not answer delays no other. */
export const outbox: LaneQueue = {
  name: "outbox",
  listDue: ({ db, clock }) => listDueChannels(db, clock.now()),
  work: workChannel,
};

/** Sends what is due. Called after each change that was told. Never throws. */
export const sendDue = (deps: Deps): Promise<void> => workLanes(deps, outbox);

async function workChannel(deps: Deps, { key: channelId }: Lane): Promise<boolean> {
  for (let i = 0; i < batchesATurn; i++) {
    const now = deps.clock.now();
    const rows = await takeNotifications(deps.db, { channelId, now, heldUntil: now + holdMs, limit: batch });
    if (rows.length === 0) return false;
    await Promise.all(rows.map((row) => sendOne(deps, row)));
  }
  return true;
}

async function sendOne(deps: Deps, row: NotificationRow) {
  try {
    const channel = await getChannelRow(deps.db, row.teamId, row.channelId);
    const { result, also } = await attempt(deps, row, { channel });
    await recordAttempt(deps, row, { result, also });
  } catch (error) {
    // The row stays held and is due again later; the next one must not suffer.
    deps.log.error("a notification was not sent", error, { notification: row.id, channel: row.channelId });
  }
}

type Attempt = { result: SendResult; also: Written[] };
const refused = (error: string): Attempt => ({ result: { kind: "refused", error }, also: [] });

async function attempt(deps: Deps, row: NotificationRow, { channel }: { channel: ChannelRow }): Promise<Attempt> {
  if (!channel.isEnabled) return refused("The channel was switched off.");
  const settings = await findSettings(deps, channel);
  if (settings === null) return refused(damagedSettings);
  const message = readMessage(deps, row);
  if (message === null) return refused("The stored text of this alert is damaged.");
  const result = await sendTo(deps, { channel, settings, message, sent: { id: row.id, at: row.createdAt } });
  return { result, also: await followChat(deps, { channel, settings, result }) };
}

function readMessage({ config }: Deps, row: NotificationRow) {
  try {
    return toMessage(row, config.url);
  } catch {
    return null;
  }
}

async function recordAttempt({ db, clock }: Deps, row: NotificationRow, { result, also }: Attempt) {
  const now = clock.now();
  const end = (set: Parameters<typeof endAttempt>[2]["set"]) =>
    endAttempt(db, row.teamId, { id: row.id, attempts: row.attempts, set });
  const mark = (set: { lastError: string | null; lastSentAt?: number }) =>
    updateChannel(db, row.teamId, { id: row.channelId, set });
  if (result.kind === "sent") {
    const marks = mark({ lastError: null, lastSentAt: now });
    return runBatch(db, [end({ state: "sent", sentAt: now, lastError: null }), marks, ...also]);
  }
  const { error } = result;
  const retryAfterMs = result.kind === "retry" ? result.retryAfterMs : undefined;
  const next = result.kind === "retry" ? nextAttemptAt(row.attempts, { now, retryAfterMs }) : null;
  const set =
    next === null ? { state: "failed" as const, lastError: error } : { nextAttemptAt: next, lastError: error };
  return runBatch(db, [end(set), mark({ lastError: error })]);
}
