import { testDeps } from "../../../api/src/testing/test-deps.ts";
import type { StoredSettings } from "../../../api/src/work/notifications/channel-settings.ts";
import { sendTo } from "../../../api/src/work/notifications/senders/send-to.ts";
import type { Subject } from "../diagnosis.ts";

type Said = { settings: StoredSettings; status: number; body?: string; headers?: Record<string, string> };

const discord = { kind: "discord", url: "https://discord.com/api/webhooks/1/secret" } as const;
const slack = { kind: "slack", url: "https://hooks.slack.com/services/T0/B0/secret" } as const;
const mattermost = { kind: "slack", url: "https://chat.example.com/hooks/secret" } as const;
const telegram = { kind: "telegram", botToken: "12345:secret-secret-secret-secret-secre1", chatId: "-100" } as const;
const webhook = {
  kind: "webhook",
  url: "https://hooks.example.com/in",
  secret: `whsec_${btoa("k".repeat(32))}`,
} as const;

/** One message, answered as the receiver answered. A message that is given up is `refused`, one that is tried again `retry`. */
async function explain({ settings, status, body = "", headers = {} }: Said) {
  const deps = await testDeps();
  try {
    deps.egress = async () => ({ status, headers: new Headers(headers), bytes: new TextEncoder().encode(body) });
    const result = await sendTo(deps, {
      channel: { teamId: "tea_1", asksAddresses: false },
      settings,
      message: {
        event: "test",
        title: "A test",
        sentence: "It works.",
        facts: [],
        evidence: [],
        nextAction: null,
        link: null,
        path: "/",
        ids: {},
      },
      sent: { id: "ntf_1", at: deps.clock.now() },
    });
    return result.kind === "sent"
      ? { class: "sent", sentence: "", nextAction: "" }
      : { class: result.kind, sentence: result.error, nextAction: result.error };
  } finally {
    deps.dispose();
  }
}

/** What receivers of notifications answer. */
export const channels: Subject<Said> = {
  name: "channel",
  explain,
  rows: [
    {
      setup: "a webhook of Discord that was deleted",
      said: { settings: discord, status: 404, body: '{"message":"Unknown Webhook","code":10015}' },
      class: "refused",
      says: /Discord answered 404: Unknown Webhook/,
      advises: /channel's settings/,
    },
    {
      setup: "a forum of Discord, which wants a thread",
      said: {
        settings: discord,
        status: 400,
        body: '{"message":"Webhooks posted to forum channels must have a thread_name or thread_id","code":220001}',
      },
      class: "refused",
      says: /must have a thread_name/,
      advises: /channel's settings/,
    },
    {
      setup: "a field of Discord that is wrong, told by the field",
      said: { settings: discord, status: 400, body: '{"embeds":["Must be 10 or fewer in length."]}' },
      class: "refused",
      says: /Must be 10 or fewer/,
      advises: /channel's settings/,
    },
    {
      setup: "a form that Discord does not take, told further down",
      said: {
        settings: discord,
        status: 400,
        body: '{"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"url":{"_errors":[{"code":"URL_TYPE_INVALID_URL","message":"Not a well formed URL."}]}}}}}',
      },
      class: "refused",
      says: /Invalid Form Body: Not a well formed URL/,
      advises: /channel's settings/,
    },
    {
      setup: "a channel of Slack that was archived",
      said: { settings: slack, status: 410, body: "channel_is_archived" },
      class: "refused",
      says: /Slack answered 410: channel_is_archived/,
      advises: /channel's settings/,
    },
    {
      setup: "an app of Slack that was removed",
      said: { settings: slack, status: 403, body: "invalid_token" },
      class: "refused",
      says: /invalid_token/,
      advises: /channel's settings/,
    },
    {
      setup: "a hook of Mattermost that is switched off",
      said: {
        settings: mattermost,
        status: 501,
        body: '{"id":"web.incoming_webhook.disabled.app_error","message":"Incoming webhooks have been disabled by the system admin."}',
      },
      class: "retry",
      says: /Incoming webhooks have been disabled/,
      advises: /disabled/,
    },
    {
      setup: "a bot of Telegram that was thrown out of the group",
      said: {
        settings: telegram,
        status: 403,
        body: '{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the supergroup chat"}',
      },
      class: "refused",
      says: /bot was kicked/,
      advises: /channel's settings/,
    },
    {
      setup: "a token of Telegram that was revoked",
      said: { settings: telegram, status: 401, body: '{"ok":false,"error_code":401,"description":"Unauthorized"}' },
      class: "refused",
      says: /Telegram answered 401: Unauthorized/,
      advises: /channel's settings/,
    },
    {
      setup: "a pace that the receiver does not take",
      said: { settings: slack, status: 429, body: "rate_limited", headers: { "retry-after": "30" } },
      class: "retry",
      says: /429: rate_limited/,
      advises: /rate_limited/,
    },
    {
      setup: "an own receiver that moved",
      said: { settings: webhook, status: 301, headers: { location: "https://other.example.com/in" } },
      class: "refused",
      says: /redirects are not followed/,
      advises: /redirects/,
    },
    {
      setup: "an own receiver that wants nothing any more",
      said: { settings: webhook, status: 410 },
      class: "refused",
      says: /answered 410/,
      advises: /channel's settings/,
    },
  ],
};
