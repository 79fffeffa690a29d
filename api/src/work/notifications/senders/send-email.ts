import type { Deps } from "../../../kit/deps.ts";
import { MailFailure } from "../../../rules/mail-failure.ts";
import { oneLine } from "../../../rules/one-line.ts";
import { retryAfterMs } from "../retry-plan.ts";
import { mailHtml } from "../templates/mail-html.ts";
import { mailText } from "../templates/mail-text.ts";
import type { Message } from "../templates/message.ts";
import type { SendResult, Sent } from "./send-result.ts";

/** One mail per address, so that receivers do not see each other. A repeated attempt reuses the keys: nobody gets two. */
export async function sendEmail(
  { mailer, clock }: Pick<Deps, "mailer" | "clock">,
  { addresses, message, sent }: { addresses: string[]; message: Message; sent: Sent },
): Promise<SendResult> {
  if (!mailer.isConfigured)
    return { kind: "refused", error: "This instance sends no mail: set RESEND_API_KEY and MAIL_FROM." };
  const mail = { subject: oneLine(message.title), text: mailText(message), html: mailHtml(message) };
  const attempts = await Promise.allSettled(
    addresses.map((to, index) => mailer.send({ to, ...mail, idempotencyKey: `${sent.id}-${index}` })),
  );
  const failures = attempts.flatMap((each) => (each.status === "rejected" ? [failureOf(each.reason)] : []));
  return judgeFailures(failures, clock.now());
}

/** One mail that may still be taken is worth another attempt; the longest pause that was asked for is kept. */
function judgeFailures(failures: readonly MailFailure[], now: number): SendResult {
  const [first] = failures;
  if (!first) return { kind: "sent" };
  const passing = failures.filter(({ isPermanent }) => !isPermanent);
  const error = `The mail provider did not take the mail: ${(passing[0] ?? first).message}`;
  if (passing.length === 0) return { kind: "refused", error };
  const pauses = passing.flatMap(({ retryAfter }) => retryAfterMs(retryAfter, now) ?? []);
  return { kind: "retry", error, retryAfterMs: pauses.length > 0 ? Math.max(...pauses) : undefined };
}

function failureOf(reason: unknown): MailFailure {
  if (reason instanceof MailFailure) return reason;
  const message = reason instanceof Error ? reason.message : "unknown reason";
  return new MailFailure(message, { isPermanent: false, retryAfter: null });
}
