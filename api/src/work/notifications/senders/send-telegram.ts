import * as v from "valibot";
import type { Deps, EgressAnswer } from "../../../kit/deps.ts";
import type { Message } from "../templates/message.ts";
import { telegramText } from "../templates/telegram.ts";
import { isClientError, postJson } from "./post-json.ts";
import { wordsOf } from "./provider-words.ts";
import type { SendResult } from "./send-result.ts";

const Refusal = v.object({
  parameters: v.object({
    retry_after: v.optional(v.number()),
    migrate_to_chat_id: v.optional(v.pipe(v.number(), v.safeInteger())),
  }),
});

function parametersIn({ bytes }: EgressAnswer) {
  try {
    const parsed = v.safeParse(Refusal, JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.output.parameters : {};
  } catch {
    return {};
  }
}

/** Telegram names the pause in the body, not in a header. */
function pauseIn(answer: EgressAnswer): number | undefined {
  const { retry_after: seconds } = parametersIn(answer);
  return seconds === undefined ? undefined : seconds * 1_000;
}

type To = { botToken: string; chatId: string; message: Message };

/** A group that became a supergroup has another id: the message goes there, and the result says where that is. */
export async function sendTelegram(deps: Deps, to: To): Promise<SendResult> {
  let movedTo: string | undefined;
  const note = (answer: EgressAnswer) => {
    const { migrate_to_chat_id: chat } = parametersIn(answer);
    movedTo = chat === undefined ? undefined : String(chat);
  };
  const first = await post(deps, to, { note });
  if (movedTo === undefined) return first;
  const chatId = movedTo;
  const second = await post(deps, { ...to, chatId }, { note: () => undefined });
  return second.kind === "sent" ? { ...second, chatId } : second;
}

function post(deps: Deps, { botToken, chatId, message }: To, { note }: { note(answer: EgressAnswer): void }) {
  const [, chat = chatId, topic] = /^(.+?)(?:[:/_](\d+))?$/.exec(chatId) ?? [];
  const isNamed = chat.startsWith("@") && !/[:/]/.test(chatId);
  const body = {
    chat_id: isNamed ? chatId : chat,
    ...(topic === undefined || isNamed ? {} : { message_thread_id: Number(topic) }),
    text: telegramText(message),
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
  };
  return postJson(deps, {
    receiver: "Telegram",
    url: `https://api.telegram.org/bot${botToken}/sendMessage`,
    body: JSON.stringify(body),
    isPermanent: isClientError,
    pauseIn,
    words: wordsOf,
    refusal: note,
  });
}
