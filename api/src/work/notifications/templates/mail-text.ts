// pure

import { oneLine } from "../../../rules/one-line.ts";
import type { Message } from "./message.ts";

/** Plain text part of a mail. */
export function mailText({ title, sentence, facts, evidence, nextAction, link }: Message): string {
  const parts = [
    oneLine(title),
    oneLine(sentence),
    facts.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`).join("\n"),
    evidence.map((line) => `  ${oneLine(line)}`).join("\n"),
    nextAction ? `What to do: ${oneLine(nextAction)}` : "",
    link ?? "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
