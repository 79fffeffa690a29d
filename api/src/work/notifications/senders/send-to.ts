import type { Deps } from "../../../kit/deps.ts";
import { judgeAddresses } from "../ask-addresses.ts";
import { type StoredSettings, secretsOf } from "../channel-settings.ts";
import type { ChannelRow } from "../notifications.store.ts";
import { discordBody } from "../templates/discord.ts";
import type { Message } from "../templates/message.ts";
import { webhookBody } from "../templates/webhook.ts";
import { isClientError, postJson } from "./post-json.ts";
import { wordsOf } from "./provider-words.ts";
import { sendEmail } from "./send-email.ts";
import type { SendResult, Sent } from "./send-result.ts";
import { sendSlack } from "./send-slack.ts";
import { sendTelegram } from "./send-telegram.ts";
import { signWebhook } from "./sign-webhook.ts";

type Delivery = {
  channel: Pick<ChannelRow, "teamId" | "asksAddresses">;
  settings: StoredSettings;
  message: Message;
  sent: Sent;
};

/** One attempt at one channel. Never throws: whatever goes wrong is a result, with the channel's secrets cut out of its text. */
export async function sendTo(deps: Deps, delivery: Delivery): Promise<SendResult> {
  try {
    return withoutSecrets(await attempt(deps, delivery), secretsOf(delivery.settings));
  } catch (error) {
    deps.log.error("a notification could not be made", error, { notification: delivery.sent.id });
    return { kind: "retry", error: "The message could not be made. This is a fault of ours and is in the log." };
  }
}

function attempt(deps: Deps, { channel, settings, message, sent }: Delivery): Promise<SendResult> {
  switch (settings.kind) {
    case "email":
      return mailThose(deps, { channel, addresses: settings.addresses, message, sent });
    case "discord": {
      const body = JSON.stringify(discordBody(message));
      return postJson(deps, {
        receiver: "Discord",
        url: settings.url,
        body,
        isPermanent: isClientError,
        words: wordsOf,
      });
    }
    case "slack":
      return sendSlack(deps, { url: settings.url, message });
    case "telegram":
      return sendTelegram(deps, { ...settings, message });
    case "webhook":
      return sendWebhook(deps, { settings, message, sent });
  }
}

/** Only members and those who said yes are mailed. */
async function mailThose(
  deps: Deps,
  { channel, addresses, ...mail }: Omit<Delivery, "settings"> & { addresses: string[] },
): Promise<SendResult> {
  const allowed = channel.asksAddresses
    ? (await judgeAddresses(deps, { teamId: channel.teamId, addresses })).allowed
    : addresses;
  if (allowed.length > 0) return sendEmail(deps, { addresses: allowed, ...mail });
  return {
    kind: "refused",
    error: "Nobody has confirmed an address of this channel yet: the link is in the mail that each of them got.",
  };
}

async function sendWebhook(
  deps: Deps,
  { settings, message, sent }: Omit<Delivery, "channel"> & { settings: { url: string; secret: string } },
) {
  const at = deps.clock.now();
  const body = JSON.stringify(webhookBody(message, sent));
  const headers = await signWebhook(settings.secret, { id: sent.id, at, body });
  // 410 is how a receiver says "stop"; any other refusal may be a deployment of theirs that went wrong.
  const isPermanent = (status: number) => status === 410;
  return postJson(deps, { receiver: "The webhook's address", url: settings.url, body, headers, isPermanent });
}

function withoutSecrets(result: SendResult, secrets: string[]): SendResult {
  if (result.kind === "sent") return result;
  const error = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), result.error);
  return { ...result, error: error.slice(0, 300) };
}
