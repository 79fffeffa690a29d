// pure

import { isBadNews, type Message } from "./message.ts";

/** Body of a signed webhook: the parts as they are, for a program to read. `createdAt` is ISO 8601. */
export function webhookBody(message: Message, sent: { id: string; at: number }) {
  const { event, title, sentence, facts, evidence, nextAction, link, ids } = message;
  return {
    id: sent.id,
    type: event,
    timestamp: new Date(sent.at).toISOString(),
    isProblem: isBadNews(event),
    data: { title, sentence, facts, evidence, nextAction, link, ids },
  };
}
