import type { QuestionKind } from "./question.ts";

export const command: QuestionKind<"command"> = {
  // A check without its command is refused long before; `false` would be told as what it is.
  question: ({ command: line }) => ({ kind: "command", line: line ?? "false" }),
  accepts: (answer) => answer.kind === "ended" && answer.exitCode === 0,
  name: ({ line }) => `\`${line.length > 120 ? `${line.slice(0, 119)}…` : line}\``,
};
