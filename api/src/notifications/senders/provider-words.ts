import * as v from "valibot";
import type { EgressAnswer } from "../../deps.ts";
import { oneLine } from "../templates/message.ts";

/** Where providers say in JSON what was wrong: Telegram, Discord, Resend, Mattermost, Slack. */
const Said = v.object({
  description: v.optional(v.string()),
  message: v.optional(v.string()),
  error: v.optional(v.string()),
});

const longest = 200;

/** The provider's own words about why it refused; empty when it gave none. A page of HTML is none. */
export function wordsOf({ bytes }: Pick<EgressAnswer, "bytes">): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 16_384));
  const words = said(text);
  return oneLine(words).trim().slice(0, longest).toWellFormed();
}

function said(text: string): string {
  try {
    const parsed = v.safeParse(Said, JSON.parse(text));
    if (!parsed.success) return "";
    const { description, message, error } = parsed.output;
    return description ?? message ?? error ?? "";
  } catch {
    // Slack answers with one word.
    return text.trimStart().startsWith("<") ? "" : text;
  }
}
