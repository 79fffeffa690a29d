// pure

import * as v from "valibot";
import { MailFailure } from "../../rules/mail-failure.ts";
import { oneLine } from "../../rules/one-line.ts";

/** The library hands on whatever JSON came back under its types, `null` with an error included. */
const Taken = v.object({ data: v.object({ id: v.string() }) });
const Refused = v.fallback(
  v.object({
    name: v.fallback(v.string(), ""),
    message: v.fallback(v.string(), ""),
    statusCode: v.fallback(v.nullable(v.pipe(v.number(), v.integer())), null),
  }),
  { name: "", message: "", statusCode: null },
);
const Headers = v.fallback(v.record(v.string(), v.string()), {});

const longest = 200;
/** A refusal of these will not be one later: too slow, too early, too many. */
const passing = [408, 425, 429];
const late = "Resend did not answer in time.";
const unreachable = "Resend could not be reached, or what answered there is not its API.";

/** What is wrong with an answer of Resend; null when it took the mail. `isLate`: the deadline has passed. */
export function judgeMail(
  answer: { data: unknown; error: unknown; headers: unknown },
  { isLate }: { isLate: boolean },
): MailFailure | null {
  if (v.is(Taken, answer)) return null;
  const hasAnswered = answer.headers !== null;
  const retryAfter = v.parse(Headers, answer.headers)["retry-after"] ?? null;
  const { name, message, statusCode } = v.parse(Refused, answer.error);
  if (!hasAnswered) return new MailFailure(isLate ? late : unreachable, { isPermanent: false, retryAfter });
  // The first of two equal requests may still be at work.
  const isPermanent = name !== "concurrent_idempotent_requests" && isClientError(statusCode);
  const words = oneLine(message).slice(0, longest).toWellFormed();
  const said = words === "" ? "in words that are not its own." : words;
  const subject = statusCode === null ? "Resend answered" : `Resend answered ${statusCode}`;
  return new MailFailure(`${subject}: ${said}`, { isPermanent, retryAfter });
}

const isClientError = (status: number | null) =>
  status !== null && status >= 400 && status < 500 && !passing.includes(status);
