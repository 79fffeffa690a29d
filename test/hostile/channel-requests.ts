import { made, type Order, own } from "./order.ts";

const channel = (settings: object) => ({ name: "hook", settings, events: ["deployment.failed"] });
const discord = { kind: "discord", url: "https://discord.com/api/webhooks/1/abc" };
const mailbox = { kind: "email", addresses: ["ops@fairlead.test"] };
const telegram = { kind: "telegram", botToken: `12345:${"a".repeat(35)}`, chatId: "-100200300" };
const slack = { kind: "slack", url: "https://hooks.slack.com/services/T/B/x" };
const webhook = { kind: "webhook", url: "https://hooks.example.com/x" };
const settingsFields = ["settings.url", "settings.addresses.0", "settings.botToken", "settings.chatId"];

const newChannels = [discord, mailbox, telegram, slack, webhook].map(
  (settings): Order => ({
    route: "POST /api/v1/channels",
    by: "team",
    body: () => channel(settings),
    see: made("channels"),
    sealed: settingsFields,
  }),
);
const changedChannels = newChannels.map(
  (first): Order => ({ ...first, route: "PATCH /api/v1/channels/{id}", see: own("channels"), first }),
);
const confirmation: Order = {
  route: "POST /api/v1/channels/confirm",
  few: true,
  by: "anyone",
  body: () => ({ token: "none" }),
  compared: ["token"],
};
export const channels: Order[] = [...newChannels, ...changedChannels, confirmation];
