import type { Deps } from "../../deps.ts";
import { mailHtml } from "../templates/mail-html.ts";
import { mailText } from "../templates/mail-text.ts";
import { type Message, oneLine } from "../templates/message.ts";
import type { SendResult, Sent } from "./send-result.ts";

/** One mail per address, so that receivers do not see each other. A repeated attempt reuses the keys: nobody gets two. */
export async function sendEmail(
  { mailer }: Pick<Deps, "mailer">,
  { addresses, message, sent }: { addresses: string[]; message: Message; sent: Sent },
): Promise<SendResult> {
  if (!mailer.isConfigured)
    return { kind: "refused", error: "This instance sends no mail: set RESEND_API_KEY and MAIL_FROM." };
  const mail = { subject: oneLine(message.title), text: mailText(message), html: mailHtml(message) };
  const attempts = await Promise.allSettled(
    addresses.map((to, index) => mailer.send({ to, ...mail, idempotencyKey: `${sent.id}-${index}` })),
  );
  const failure = attempts.find((attempt) => attempt.status === "rejected");
  if (!failure) return { kind: "sent" };
  const reason = failure.reason instanceof Error ? failure.reason.message : "unknown reason";
  return { kind: "retry", error: `The mail provider did not take the mail: ${reason}` };
}
