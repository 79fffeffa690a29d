import type { NotificationContent, NotificationEvent } from "../notifications.schemas.ts";

/** What every template renders. `link` is absolute; `isBad` picks the colour. */
export type Message = NotificationContent & { event: NotificationEvent | "test"; link: string | null };

export const isBadNews = (event: Message["event"]) => event === "deployment.failed" || event === "server.unreachable";

/** An invisible joiner after each @ keeps names from becoming mentions. */
export const withoutMentions = (text: string) => text.replaceAll("@", "@\u2060");

const maxLength = 300;
/** One line without control characters and without marks that turn the direction of text. */
export const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim()
    .slice(0, maxLength)
    // The cut may go through a character, and services refuse a message with half of one.
    .toWellFormed();
