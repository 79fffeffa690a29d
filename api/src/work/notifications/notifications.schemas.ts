import { alertEventNames, DisplayName, EmailAddress, HttpUrl, idOf, wordsOfAlert } from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../../kit/http/revision.ts";
import { slackForm } from "./slack-form.ts";

export const ChannelId = v.object({ id: idOf("channel") });
const channelKinds = ["email", "discord", "slack", "telegram", "webhook"] as const;
export const NotificationEvent = v.picklist(alertEventNames);
export type NotificationEvent = v.InferOutput<typeof NotificationEvent>;
const Events = v.pipe(v.array(NotificationEvent), v.maxLength(alertEventNames.length));
const usualEvents = alertEventNames.filter((event) => wordsOfAlert(event).isUsual);

const urlOn = (hosts: RegExp, message: string) =>
  v.pipe(
    HttpUrl,
    v.check((text) => {
      const url = URL.parse(text);
      const isPlain = url?.protocol === "https:" && !url.username && !url.password && url.port === "";
      return isPlain && hosts.test(`${url.hostname}${url.pathname}`);
    }, message),
  );

export const ChannelSettings = v.variant("kind", [
  v.strictObject({
    kind: v.literal("email"),
    addresses: v.pipe(v.array(EmailAddress), v.minLength(1, "needs at least one address"), v.maxLength(20)),
  }),
  v.strictObject({
    kind: v.literal("discord"),
    url: urlOn(
      /^((ptb|canary)\.)?(discord|discordapp)\.com\/api\/webhooks\/\d+\/[\w-]+$/,
      "must be https://discord.com/api/webhooks/…",
    ),
  }),
  v.strictObject({
    kind: v.literal("slack"),
    /** Slack's own, a workflow's, or one of a server that speaks as Slack, such as Mattermost's; see `slackForm`. */
    url: v.pipe(
      HttpUrl,
      v.check(
        (text) => slackForm(text) !== null,
        "must be https://hooks.slack.com/services/…, the https://hooks.slack.com/triggers/… of a workflow, or the https://…/hooks/… of Mattermost",
      ),
    ),
  }),
  v.strictObject({
    kind: v.literal("telegram"),
    botToken: v.pipe(
      v.string(),
      v.regex(/^\d{5,20}:[A-Za-z0-9_-]{30,60}$/, "must be a bot token as BotFather gives it"),
    ),
    /** Behind a colon the topic of a group that has topics. */
    chatId: v.pipe(
      v.string(),
      v.regex(
        /^(-?\d{1,20}|@[A-Za-z0-9_]{5,32})([:/_]\d{1,10})?$/,
        "must be a chat id such as -1001234567890 or an @channel name, with :42 behind it for the topic 42 of a group",
      ),
    ),
  }),
  v.strictObject({
    kind: v.literal("webhook"),
    /** Where it may point is judged by the egress policy, at save and at each send. */
    url: HttpUrl,
  }),
]);
export type ChannelSettings = v.InferOutput<typeof ChannelSettings>;

export const CreateChannel = v.strictObject({
  name: DisplayName,
  settings: ChannelSettings,
  events: v.optional(Events, usualEvents),
  isEnabled: v.optional(v.boolean(), true),
});
export type CreateChannel = v.InferOutput<typeof CreateChannel>;

/** `settings` left out keeps the stored ones; the kind of a channel never changes. */
export const UpdateChannel = saveOf({
  name: DisplayName,
  settings: ChannelSettings,
  events: Events,
  isEnabled: v.boolean(),
});
export type UpdateChannel = v.InferOutput<typeof UpdateChannel>;

export const ChannelView = v.strictObject({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(channelKinds),
  /** Enough of the settings to recognise the channel, never enough to use it. */
  hint: v.string(),
  /** Addresses that have not confirmed yet that they want alerts: nothing is sent to them. */
  unconfirmed: v.number(),
  events: v.array(NotificationEvent),
  isEnabled: v.boolean(),
  lastError: v.nullable(v.string()),
  lastSentAt: v.nullable(v.number()),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type ChannelView = v.InferOutput<typeof ChannelView>;
/** `signingSecret` (`whsec_…`) only for a webhook, and only in the answer that made it. */
export const CreatedChannelView = v.strictObject({ ...ChannelView.entries, signingSecret: v.nullable(v.string()) });
export type CreatedChannelView = v.InferOutput<typeof CreatedChannelView>;
export const SigningSecretView = v.strictObject({ signingSecret: v.string() });

export const ConfirmAddress = v.strictObject({ token: v.pipe(v.string(), v.maxLength(100)) });
export const TestResult = v.strictObject({ isSent: v.boolean(), error: v.nullable(v.string()) });

export const NotificationView = v.strictObject({
  id: v.string(),
  event: NotificationEvent,
  title: v.string(),
  state: v.picklist(["waiting", "sent", "failed"]),
  attempts: v.number(),
  lastError: v.nullable(v.string()),
  nextAttemptAt: v.nullable(v.number()),
  createdAt: v.number(),
  sentAt: v.nullable(v.number()),
});
export type NotificationView = v.InferOutput<typeof NotificationView>;

/**
 * What a notification says, as plain text in parts: each channel escapes for itself. `path` is a page of the UI, joined to the
 * configured origin; `ids` go to webhooks only. No secrets.
 */
export const NotificationContent = v.strictObject({
  title: v.string(),
  sentence: v.string(),
  facts: v.array(v.strictObject({ label: v.string(), value: v.string() })),
  evidence: v.array(v.string()),
  nextAction: v.nullable(v.string()),
  path: v.nullable(v.pipe(v.string(), v.regex(/^\/[A-Za-z0-9_/#?=&.-]*$/))),
  ids: v.record(v.string(), v.string()),
});
export type NotificationContent = v.InferOutput<typeof NotificationContent>;
