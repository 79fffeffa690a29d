import { DamagedValue } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { NotificationContent, NotificationEvent } from "./notifications.schemas.ts";
import { type ChannelRow, insertNotification, listEnabledChannels } from "./notifications.store.ts";

export { sendDue } from "./send-due.ts";

type Order = {
  teamId: string;
  event: NotificationEvent;
  /** What it is about and, where it can happen again, since when: an event of a subject is told once per channel. */
  subjectId: string;
  content: NotificationContent;
};

/** A channel whose list is damaged wants nothing: the change that is told of, and the other channels, must not suffer. */
const isWanted = ({ events }: Pick<ChannelRow, "events">, event: NotificationEvent) =>
  !(events instanceof DamagedValue) && events.includes(event);

/**
 * Rows of the outbox for every enabled channel that wants the event: they belong into the batch of the change they tell of.
 * Afterwards `deps.background(() => sendDue(deps))` saves the wait for the next tick.
 */
export async function notificationStatements(
  { db, ids, clock }: Pick<Deps, "db" | "ids" | "clock">,
  { teamId, event, subjectId, content }: Order,
): Promise<Statement[]> {
  const now = clock.now();
  const channels = await listEnabledChannels(db, teamId);
  return channels
    .filter((channel) => isWanted(channel, event))
    .map((channel) =>
      insertNotification(db, {
        id: ids.next("notification"),
        teamId,
        channelId: channel.id,
        dedupeKey: `${event}:${subjectId}:${channel.id}`,
        event,
        content: JSON.stringify(content),
        state: "waiting",
        nextAttemptAt: now,
        createdAt: now,
      }),
    );
}
