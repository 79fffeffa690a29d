import { alertEventNames, wordsOfAlert } from "@fairlead/runner/contract/words/events/index.ts";
import type { ChannelSettings, NotificationEvent } from "../api/types.ts";

export type ChannelKind = ChannelSettings["kind"];
export type ChannelDraft = { kind: ChannelKind; addresses: string; url: string; botToken: string; chatId: string };

export const emptyChannel = (kind: ChannelKind): ChannelDraft => ({
  kind,
  addresses: "",
  url: "",
  botToken: "",
  chatId: "",
});

export const channelKinds: { value: ChannelKind; label: string; hint: string }[] = [
  { value: "email", label: "E-mail", hint: "To any addresses" },
  { value: "slack", label: "Slack", hint: "Incoming webhook, workflow, or Mattermost" },
  { value: "discord", label: "Discord", hint: "Channel webhook" },
  { value: "telegram", label: "Telegram", hint: "Bot and chat" },
  { value: "webhook", label: "Webhook", hint: "Signed, to your own code" },
];
export const kindName = (kind: ChannelKind) => channelKinds.find(({ value }) => value === kind)?.label ?? kind;

export const eventName = (event: NotificationEvent) => wordsOfAlert(event).label;
export const eventChoices = alertEventNames.map((value) => ({ value, label: eventName(value) }));
export const usualEvents = alertEventNames.filter((event) => wordsOfAlert(event).isUsual);

/** What is sent for the settings; null while the form was left empty, which keeps the stored ones. */
export function settingsOf(draft: ChannelDraft): ChannelSettings | null {
  const { kind } = draft;
  if (kind === "email") {
    const addresses = draft.addresses.split(/[\s,;]+/).filter(Boolean);
    return addresses.length > 0 ? { kind, addresses } : null;
  }
  if (kind === "telegram") {
    const botToken = draft.botToken.trim();
    const chatId = draft.chatId.trim();
    return botToken || chatId ? { kind, botToken, chatId } : null;
  }
  const url = draft.url.trim();
  return url ? { kind, url } : null;
}
