import type { Mailer } from "../deps.ts";

const endpoint = "https://api.resend.com/emails";
const timeoutMs = 15_000;

const unconfigured: Mailer = {
  isConfigured: false,
  send: async () => {
    throw new Error("Mail is not configured: set RESEND_API_KEY and MAIL_FROM.");
  },
};

/**
 * Mail through Resend's API. The idempotency key makes a repeated send one mail; without an API key nothing is sent and callers
 * are told. Throws with the provider's own words, which a person can act on.
 */
export function createMailer(options: { apiKey: string | null; from: string; fetch?: typeof fetch }): Mailer {
  const { apiKey, from, fetch: ask = fetch } = options;
  if (!apiKey) return unconfigured;
  return {
    isConfigured: true,
    send: async ({ idempotencyKey, ...mail }) => {
      const answer = await ask(endpoint, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${apiKey}`,
          "Content-Type": "application/json",
          "Idempotency-Key": idempotencyKey,
        },
        body: JSON.stringify({ from, ...mail }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const words = (await answer.text()).slice(0, 500);
      if (!answer.ok) throw new Error(`Resend refused the mail with ${answer.status}: ${words}`);
    },
  };
}
