// pure

import { wordsOfAlert } from "@fairlead/runner/contract";
import type { NotificationContent, NotificationEvent } from "../notifications.schemas.ts";

/** What every template renders. `link` is absolute; `isBad` picks the colour. */
export type Message = NotificationContent & { event: NotificationEvent | "test"; link: string | null };

export const isBadNews = (event: Message["event"]) => event !== "test" && wordsOfAlert(event).isBad;

/** An invisible joiner after each @ keeps names from becoming mentions. */
export const withoutMentions = (text: string) => text.replaceAll("@", "@\u2060");
