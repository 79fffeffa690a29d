import { Resend } from "resend";
import type { Mailer } from "../deps.ts";
import { judgeMail } from "./judge-mail.ts";
import { version } from "./version.ts";

/** What was asked and is still silent after this long is given up. */
const deadlineMs = 15_000;

export type MailerOptions = {
  apiKey: string | null;
  from: string;
  /** Where Resend's API is. Never left to the library, which would look into the environment. */
  baseUrl: string;
  timeoutMs?: number;
};

const unconfigured: Mailer = {
  isConfigured: false,
  send: async () => {
    throw new Error("Mail is not configured: set RESEND_API_KEY and MAIL_FROM.");
  },
};

/**
 * Mail through Resend. The idempotency key makes a repeated send one mail; without an API key nothing is sent and callers are told.
 * Throws a MailFailure with the provider's own words.
 */
export function createMailer({ apiKey, from, baseUrl, timeoutMs = deadlineMs }: MailerOptions): Mailer {
  if (!apiKey) return unconfigured;
  const resend = new Resend(apiKey, { baseUrl, userAgent: `Fairlead/${version}` });
  return {
    isConfigured: true,
    send: async ({ idempotencyKey, ...mail }) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await resend.emails.send({ from, ...mail }, { idempotencyKey, signal });
      const failure = judgeMail(answer, { isLate: signal.aborted });
      if (failure) throw failure;
    },
  };
}
