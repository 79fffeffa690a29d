// pure

import * as v from "valibot";
import { parseOr } from "../../kit/sql/damaged.ts";
import { NotificationContent, NotificationEvent, type NotificationView } from "./notifications.schemas.ts";
import type { NotificationRow } from "./outbox.store.ts";
import type { Message } from "./templates/message.ts";

const linkTo = (origin: string, path: string | null) => (path === null ? null : `${origin}${path}`);

const contentOf = ({ content }: Pick<NotificationRow, "content">) => v.parse(NotificationContent, JSON.parse(content));

export function toMessage(row: Pick<NotificationRow, "content" | "event">, origin: string): Message {
  const content = contentOf(row);
  return { ...content, event: v.parse(NotificationEvent, row.event), link: linkTo(origin, content.path) };
}

export const toNotificationView = (row: NotificationRow): NotificationView => ({
  id: row.id,
  event: v.parse(NotificationEvent, row.event),
  title:
    parseOr((value) => v.parse(NotificationContent, value), row.content)?.title ??
    "The stored text of this alert is damaged",
  state: row.state,
  attempts: row.attempts,
  lastError: row.lastError,
  nextAttemptAt: row.state === "waiting" ? row.nextAttemptAt : null,
  createdAt: row.createdAt,
  sentAt: row.sentAt,
});
