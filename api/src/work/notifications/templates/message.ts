// pure

import type { NotificationContent, NotificationEvent } from "../notifications.schemas.ts";

/** What every template renders. `link` is absolute; `isBad` picks the colour. */
export type Message = NotificationContent & { event: NotificationEvent | "test"; link: string | null };

export const isBadNews = (event: Message["event"]) => event === "deployment.failed" || event === "server.unreachable";

/** An invisible joiner after each @ keeps names from becoming mentions. */
export const withoutMentions = (text: string) => text.replaceAll("@", "@\u2060");
