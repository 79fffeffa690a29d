// pure

import * as v from "valibot";
import type { EgressAnswer } from "../../../kit/deps.ts";
import { oneLine } from "../../../rules/one-line.ts";

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

const deepest = 6;

/** Discord names the fields that it does not like, each with a list of complaints: as texts, or each with a `message`. */
function complaintOf(json: unknown, depth = 0): string | undefined {
  if (typeof json !== "object" || json === null || depth > deepest) return undefined;
  if (Array.isArray(json) && typeof json[0] === "string") return json[0];
  if (depth > 0 && "message" in json && typeof json.message === "string") return json.message;
  for (const each of Object.values(json)) {
    const found = complaintOf(each, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function said(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    const parsed = v.safeParse(Said, json);
    const { description, message, error } = parsed.success ? parsed.output : {};
    return [description ?? message ?? error, complaintOf(json)].filter(Boolean).join(": ");
  } catch {
    // Slack answers with one word.
    return text.trimStart().startsWith("<") ? "" : text;
  }
}
