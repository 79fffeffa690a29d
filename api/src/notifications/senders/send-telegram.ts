import * as v from "valibot";
import type { Deps, EgressAnswer } from "../../deps.ts";
import type { Message } from "../templates/message.ts";
import { telegramText } from "../templates/telegram.ts";
import { isClientError, postJson } from "./post-json.ts";

const Refusal = v.object({ parameters: v.object({ retry_after: v.number() }) });

/** Telegram names the pause in the body, not in a header. */
function pauseIn({ bytes }: EgressAnswer): number | undefined {
  try {
    const parsed = v.safeParse(Refusal, JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.output.parameters.retry_after * 1_000 : undefined;
  } catch {
    return undefined;
  }
}

export function sendTelegram(deps: Deps, to: { botToken: string; chatId: string; message: Message }) {
  const body = {
    chat_id: to.chatId,
    text: telegramText(to.message),
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
  };
  return postJson(deps, {
    receiver: "Telegram",
    url: `https://api.telegram.org/bot${to.botToken}/sendMessage`,
    body: JSON.stringify(body),
    isPermanent: isClientError,
    pauseIn,
  });
}
