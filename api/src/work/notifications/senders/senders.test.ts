import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Egress } from "../../../kit/deps.ts";
import { MailFailure } from "../../../rules/mail-failure.ts";
import { type TestDeps, testDeps } from "../../../testing/test-deps.ts";
import type { StoredSettings } from "../channel-settings.ts";
import type { Message } from "../templates/message.ts";
import { sendTo } from "./send-to.ts";
import { signWebhook } from "./sign-webhook.ts";

type Received = { path: string; headers: IncomingHttpHeaders; body: string };
type Reply = { status: number; headers?: Record<string, string>; body?: string };

let deps: TestDeps;
let receiver: Server;
let received: Received[];
let reply: Reply;
let asked: string[];

beforeEach(async () => {
  received = [];
  asked = [];
  reply = { status: 204 };
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  deps = { ...(await testDeps()), egress: toReceiver };
});
afterEach(async () => {
  deps.dispose();
  await new Promise((closed) => receiver.close(closed));
});

/** Every address leads to the receiver; paths, headers and bodies stay. */
const toReceiver: Egress = async (url, { method, headers, body }) => {
  asked.push(url);
  const { port } = receiver.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}${new URL(url).pathname}`;
  const answer = await fetch(at, {
    method,
    redirect: "manual",
    ...(headers ? { headers } : {}),
    ...(body ? { body } : {}),
  });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
};

const message: Message = {
  event: "deployment.failed",
  title: "Deployment shop #3 failed",
  sentence: "The build failed.",
  facts: [{ label: "Branch", value: "main" }],
  evidence: ["npm error code ENOENT"],
  nextAction: "Commit the lock file.",
  path: "/applications/app_1",
  link: "http://fairlead.test/applications/app_1",
  ids: { application: "app_1" },
};
const discord = { kind: "discord", url: "https://discord.com/api/webhooks/1/swordfish" } as const;
const slack = { kind: "slack", url: "https://hooks.slack.com/services/T0/B0/swordfish" } as const;
const telegram = { kind: "telegram", botToken: "12345:swordfish-swordfish-swordfish-1", chatId: "-100" } as const;
const webhook = {
  kind: "webhook",
  url: "https://hooks.example.com/in?token=swordfish",
  secret: `whsec_${btoa("k".repeat(32))}`,
} as const;
const send = (settings: StoredSettings, change: Partial<Message> = {}) =>
  sendTo(deps, {
    channel: { teamId: "tea_1", asksAddresses: false },
    settings,
    message: { ...message, ...change },
    sent: { id: "ntf_1", at: deps.clock.now() },
  });

test("Discord gets an embed that pings nobody", async () => {
  expect(await send(discord)).toEqual({ kind: "sent" });
  const [call] = received;
  expect(call).toMatchObject({ path: "/api/webhooks/1/swordfish", headers: { "content-type": "application/json" } });
  expect(JSON.parse(call?.body ?? "")).toMatchObject({ allowed_mentions: { parse: [] } });
});

test("Slack gets blocks and a plain text for notifications", async () => {
  reply = { status: 200, body: "ok" };
  expect(await send(slack)).toEqual({ kind: "sent" });
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ text: "Deployment shop #3 failed" });
});

test("Telegram is called with the bot's token in the path and the chat in the body", async () => {
  reply = { status: 200, body: '{"ok":true}' };
  expect(await send(telegram)).toEqual({ kind: "sent" });
  expect(asked).toEqual(["https://api.telegram.org/bot12345:swordfish-swordfish-swordfish-1/sendMessage"]);
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ chat_id: "-100", parse_mode: "HTML" });
});

describe("a chat of Telegram", () => {
  test.each([
    ["-1001234567890:42", { chat_id: "-1001234567890", message_thread_id: 42 }],
    ["-1001234567890_42", { chat_id: "-1001234567890", message_thread_id: 42 }],
    ["@harbour/7", { chat_id: "@harbour", message_thread_id: 7 }],
  ])("%s is a topic", async (chatId, sent) => {
    await send({ ...telegram, chatId });
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject(sent);
  });

  test.each(["-100123", "@harbour", "@harbour_42"])("%s is none", async (chatId) => {
    await send({ ...telegram, chatId });
    const body = JSON.parse(received[0]?.body ?? "");
    expect(body.chat_id).toBe(chatId);
    expect(body).not.toHaveProperty("message_thread_id");
  });

  test("that moved is followed, once, and the new one is told", async () => {
    const moved = { ok: false, description: "Bad Request: upgraded", parameters: { migrate_to_chat_id: -1009 } };
    deps.egress = async (url, init) => {
      const answer = await toReceiver(url, init);
      reply = { status: 200, body: '{"ok":true}' };
      return answer;
    };
    reply = { status: 400, body: JSON.stringify(moved) };
    expect(await send({ ...telegram, chatId: "-9:42" })).toEqual({ kind: "sent", chatId: "-1009" });
    expect(received.map(({ body }) => JSON.parse(body).chat_id)).toEqual(["-9", "-1009"]);
  });

  test("that moves for ever is given up", async () => {
    reply = { status: 400, body: '{"description":"moved","parameters":{"migrate_to_chat_id":-1009}}' };
    expect(await send(telegram)).toMatchObject({ kind: "refused" });
    expect(received).toHaveLength(2);
  });
});

describe("an address that takes Slack's messages", () => {
  test.each(["triggers/T0/1/swordfish", "workflows/T0/A0/1/swordfish"])(
    "of a workflow (%s) gets named texts and nothing within another",
    async (path) => {
      await send({ kind: "slack", url: `https://hooks.slack.com/${path}` });
      const body = JSON.parse(received[0]?.body ?? "");
      expect(Object.keys(body)).toEqual(["event", "title", "text", "next_action", "link"]);
      expect(Object.values(body).every((value) => typeof value === "string")).toBe(true);
    },
  );

  test("of Mattermost gets one text in which what users wrote is no markup", async () => {
    await send(
      { kind: "slack", url: "https://chat.example.com/hooks/swordfish" },
      { sentence: "See [here](https://evil.test) @all <b>" },
    );
    const body = JSON.parse(received[0]?.body ?? "");
    expect(Object.keys(body)).toEqual(["text"]);
    expect(body.text).toContain("\\[here\\]\\(https\\://evil\\.test\\)");
    expect(body.text).not.toContain("@all");
  });
});

describe("the provider's own words", () => {
  test.each([
    [discord, '{"message":"Unknown Webhook","code":10015}', "Discord answered 404: Unknown Webhook."],
    [slack, "no_service", "Slack answered 404: no_service."],
    [
      telegram,
      '{"ok":false,"description":"Bad Request: chat not found"}',
      "Telegram answered 404: Bad Request: chat not found.",
    ],
    [slack, "<html><body>404</body></html>", "Slack answered 404."],
    [discord, "[1]", "Discord answered 404."],
  ] as const)("%# are told", async (settings, body, words) => {
    reply = { status: 404, body };
    expect(await send(settings)).toMatchObject({ error: `${words} Check the channel's settings.` });
  });

  test("are cut short, on one line and without the secret", async () => {
    reply = {
      status: 400,
      body: JSON.stringify({ message: `swordfish\n/api/webhooks/1/swordfish ${"x".repeat(900)}` }),
    };
    const result = await send(discord);
    expect(result).toMatchObject({ error: expect.stringMatching(/^[^\n]{1,300}$/) });
    expect(JSON.stringify(result)).not.toContain("webhooks/1/swordfish");
  });

  test("of an address of somebody's own are not told: it may lie inside", async () => {
    reply = { status: 500, body: "internal secrets" };
    expect(await send(webhook)).toMatchObject({ error: "The webhook's address answered 500." });
  });
});

describe("signed webhooks", () => {
  test("a receiver can verify id, time and body with the shared secret", async () => {
    await send(webhook);
    const none: Received = { path: "", headers: {}, body: "" };
    const { headers, body } = received[0] ?? none;
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const expected = createHmac("sha256", "k".repeat(32)).update(signed).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(headers["webhook-id"]).toBe("ntf_1");
    expect(headers["webhook-timestamp"]).toBe(String(deps.clock.now() / 1_000));
    expect(JSON.parse(body)).toMatchObject({
      id: "ntf_1",
      type: "deployment.failed",
      data: { ids: { application: "app_1" } },
    });
  });

  test("the signature is the one that Standard Webhooks publishes for its example", async () => {
    const headers = await signWebhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      at: 1_614_265_330_000,
      body: '{"test": 2432232314}',
    });
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });
});

describe("refusals", () => {
  test("a provider that knows no such webhook is not asked again", async () => {
    reply = { status: 404 };
    expect(await send(discord)).toEqual({
      kind: "refused",
      error: "Discord answered 404. Check the channel's settings.",
    });
  });

  test.each([
    ["seconds in a header", { status: 429, headers: { "retry-after": "90" } }, discord, 90_000],
    ["fractions of seconds", { status: 429, headers: { "retry-after": "0.4" } }, slack, 400],
    ["seconds in the body", { status: 429, body: '{"ok":false,"parameters":{"retry_after":35}}' }, telegram, 35_000],
  ] as const)("a provider that asks to wait is waited for: %s", async (_name, answer, settings, retryAfterMs) => {
    reply = answer;
    expect(await send(settings)).toMatchObject({ kind: "retry", retryAfterMs });
  });

  test("somebody's own endpoint may be broken for a while, unless it says that it is gone", async () => {
    reply = { status: 401 };
    expect(await send(webhook)).toMatchObject({ kind: "retry" });
    reply = { status: 410 };
    expect(await send(webhook)).toMatchObject({ kind: "refused" });
  });

  test("a redirect is not followed", async () => {
    reply = { status: 302, headers: { location: "http://169.254.169.254/" } };
    expect(await send(webhook)).toMatchObject({ kind: "refused" });
    expect(received).toHaveLength(1);
  });

  test.each([
    ["discord", discord],
    ["slack", slack],
    ["telegram", telegram],
    ["webhook", webhook],
  ] as const)("an error of %s never repeats the channel's secret", async (_kind, settings) => {
    deps.egress = async (url) => {
      throw new Error(`connect ECONNREFUSED for ${url}`);
    };
    const result = await send(settings);
    expect(result).toMatchObject({ kind: "retry" });
    expect(JSON.stringify(result)).not.toContain("swordfish");
  });
});

describe("mail", () => {
  test("each address gets a mail of its own with a key that a repetition reuses", async () => {
    const email = { kind: "email", addresses: ["a@fairlead.test", "b@fairlead.test"] } as const;
    expect(await send({ ...email, addresses: [...email.addresses] })).toEqual({ kind: "sent" });
    expect(deps.sentMails.map(({ to, idempotencyKey }) => [to, idempotencyKey])).toEqual([
      ["a@fairlead.test", "ntf_1-0"],
      ["b@fairlead.test", "ntf_1-1"],
    ]);
  });

  test("a subject is one line, whatever its title says", async () => {
    const title = "Shop\r\nBcc: spy@evil.test";
    await send({ kind: "email", addresses: ["a@fairlead.test"] }, { title });
    expect(deps.sentMails[0]?.subject).toBe("Shop Bcc: spy@evil.test");
  });

  const two = { kind: "email" as const, addresses: ["a@fairlead.test", "b@fairlead.test"] };
  const failing = (failures: Record<string, MailFailure>) => {
    const send = async ({ to }: { to: string }) => {
      if (failures[to]) throw failures[to];
    };
    deps.mailer = { isConfigured: true, send };
  };
  const forGood = new MailFailure("Resend answered 422: Invalid `to` field.", { isPermanent: true, retryAfter: null });
  const later = (retryAfter: string) => new MailFailure("Too many.", { isPermanent: false, retryAfter });

  test("a mail that is refused for good is not tried again", async () => {
    failing({ "b@fairlead.test": forGood });
    expect(await send(two)).toEqual({
      kind: "refused",
      error: "The mail provider did not take the mail: Resend answered 422: Invalid `to` field.",
    });
  });

  test("one mail that may be taken later is reason enough to try again", async () => {
    failing({ "a@fairlead.test": forGood, "b@fairlead.test": later("7") });
    expect(await send(two)).toMatchObject({ kind: "retry", retryAfterMs: 7_000 });
  });

  test("the longest pause that was asked for is kept", async () => {
    failing({ "a@fairlead.test": later("90"), "b@fairlead.test": later("7") });
    expect(await send(two)).toMatchObject({ kind: "retry", retryAfterMs: 90_000 });
  });

  test("an instance without a mail provider says what is missing", async () => {
    deps.mailer = { ...deps.mailer, isConfigured: false };
    expect(await send({ kind: "email", addresses: ["a@fairlead.test"] })).toMatchObject({
      kind: "refused",
      error: expect.stringContaining("RESEND_API_KEY"),
    });
  });
});
