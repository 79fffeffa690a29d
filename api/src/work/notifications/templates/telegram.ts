// pure

import { oneLine } from "../../../rules/one-line.ts";
import { type Message, withoutMentions } from "./message.ts";

/** Telegram's HTML knows exactly these escapes. */
const escaped = (text: string) =>
  withoutMentions(oneLine(text)).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Text of a `sendMessage` call with `parse_mode: HTML`. */
export function telegramText({ title, sentence, facts, evidence, nextAction, link }: Message): string {
  const parts = [
    `<b>${escaped(title)}</b>`,
    escaped(sentence),
    facts.map(({ label, value }) => `${escaped(label)}: ${escaped(value)}`).join("\n"),
    evidence.length > 0 ? `<pre>${evidence.map(escaped).join("\n")}</pre>` : "",
    nextAction ? `<b>What to do:</b> ${escaped(nextAction)}` : "",
    link ? `<a href="${escaped(link)}">Open in Fairlead</a>` : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
