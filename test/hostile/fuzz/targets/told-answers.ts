import { createMailer } from "../../../../api/src/kit/adapters/mailer.ts";
import { createWorkerEgress } from "../../../../api/src/kit/adapters/worker-egress.ts";
import type { Deps, Mailer } from "../../../../api/src/kit/deps.ts";
import { AppError } from "../../../../api/src/rules/errors.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { testDeps } from "../../../../api/src/testing/test-deps.ts";
import type { StoredSettings } from "../../../../api/src/work/notifications/channel-settings.ts";
import { sendTo } from "../../../../api/src/work/notifications/senders/send-to.ts";
import { toSigningSecret } from "../../../../api/src/work/notifications/senders/sign-webhook.ts";
import type { Message } from "../../../../api/src/work/notifications/templates/message.ts";
import { mutateBytes, mutateJson, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const url = "https://hooks.example.com/x";
const channels: readonly StoredSettings[] = [
  { kind: "discord", url },
  { kind: "slack", url },
  { kind: "telegram", botToken: `1:${"a".repeat(35)}`, chatId: "1" },
  { kind: "webhook", url, secret: toSigningSecret("x".repeat(24)) },
  { kind: "email", addresses: ["ada@fairlead.test"] },
];
const message: Message = {
  title: "Failed",
  sentence: "It failed.",
  facts: [{ label: "Branch", value: "main" }],
  evidence: ["exit 1"],
  nextAction: "Mend it.",
  path: null,
  ids: {},
  event: "test",
  link: null,
};
const honest = { ok: false, parameters: { retry_after: 3 }, message: "later", retry_after: 1 };
const ofResend = { statusCode: 429, name: "rate_limit_exceeded", message: "later", id: "mail" };
const addresses = {
  Status: 0,
  Answer: [
    { type: 1, data: "93.184.216.34" },
    { type: 28, data: "2606:4700::1" },
  ],
};

function headersOf(random: Random): Headers {
  const pause =
    random.pick(["3", "-1", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", "x", " ", "99999999999999999999"]) ?? "";
  return new Headers({ "retry-after": pause, "content-type": "application/json" });
}

function bytesOf(random: Random, value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(JSON.stringify(random.chance(0.3) ? value : mutateJson(random, value)) ?? "");
  if (random.chance(0.1)) return new Uint8Array(someBytes(random, 300));
  return new Uint8Array(random.chance(0.3) ? mutateBytes(random, bytes) : bytes);
}

const statuses = [200, 201, 204, 301, 400, 401, 404, 410, 429, 500, 503, 599];
const aFetch =
  (random: Random, value: unknown): typeof fetch =>
  async () => {
    const status = random.pick(statuses) ?? 200;
    const body = status === 204 ? null : bytesOf(random, value);
    return new Response(body, { status, headers: headersOf(random) });
  };

let shared: Promise<Deps> | undefined;

/** The library of the provider takes no other way out than the platform's. */
function aMailer(random: Random): Mailer {
  const mailer = createMailer({ apiKey: "re_x", from: "x@fairlead.test", baseUrl: "https://resend.example.com" });
  return {
    ...mailer,
    send: async (mail) => {
      const real = globalThis.fetch;
      globalThis.fetch = aFetch(random, ofResend);
      await mailer.send(mail).finally(() => {
        globalThis.fetch = real;
      });
    },
  };
}

async function toAChannel(random: Random): Promise<string> {
  shared ??= testDeps();
  const told: unknown[] = [];
  const deps = {
    ...(await shared),
    egress: async () => ({
      status: random.pick(statuses) ?? 200,
      headers: headersOf(random),
      bytes: bytesOf(random, honest),
    }),
    mailer: aMailer(random),
    log: { info: () => undefined, error: (_: string, error: unknown) => void told.push(error) },
  };
  const settings = random.pick(channels) ?? { kind: "email", addresses: [] };
  const channel = { teamId: "team", asksAddresses: false };
  const result = await sendTo(deps, { channel, settings, message, sent: { id: "x", at: 0 } });
  if (told.length > 0) throw new TypeError("the control plane calls it a fault of its own", { cause: told[0] });
  if (result.kind !== "sent" && result.error.length > 300) throw new TypeError("more is kept than may be");
  return settings.kind;
}

async function outOfAWorker(random: Random): Promise<string> {
  const egress = createWorkerEgress({ allowedPrivateHosts: [], fetch: aFetch(random, addresses) });
  try {
    const { bytes } = await egress(url, { method: "GET", timeoutMs: 1_000, maxBytes: 100 });
    if (bytes.length > 100) throw new TypeError("more was read than may be");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return "worker";
}

/** Everybody whom the control plane calls by itself. */
export const toldAnswers: Target = {
  name: "told-answers",
  title: "answers of channels, of the mail provider and of a resolver over https",
  reads: [
    "api/src/kit/adapters/judge-mail.ts",
    "api/src/kit/adapters/worker-egress.ts",
    "api/src/work/notifications/senders/provider-words.ts",
    "api/src/work/notifications/senders/send-slack.ts",
    "api/src/work/notifications/senders/send-telegram.ts",
  ],
  cases: 800,
  ready: async () => {
    shared ??= testDeps();
    await shared;
  },
  tryOne: (random) => (random.chance(0.7) ? toAChannel(random) : outOfAWorker(random)),
};
