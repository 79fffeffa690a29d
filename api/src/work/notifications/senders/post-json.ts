import type { Deps, EgressAnswer } from "../../../kit/deps.ts";
import { AppError } from "../../../rules/errors.ts";
import { retryAfterMs } from "../retry-plan.ts";
import type { SendResult } from "./send-result.ts";

type Post = {
  /** Named in errors, e.g. `Discord`. */
  receiver: string;
  url: string;
  body: string;
  headers?: Record<string, string>;
  /** Providers answer 4xx for good; somebody's own endpoint may only be misconfigured for a while. */
  isPermanent(status: number): boolean;
  /** A pause the provider names in its answer's body. */
  pauseIn?(answer: EgressAnswer): number | undefined;
  /** The provider's own words. Left out for an address of somebody's own: what answers there is nothing to show around. */
  words?(answer: EgressAnswer): string;
  /** Looks at a refusal before it is judged. */
  refusal?(answer: EgressAnswer): void;
};

export const isClientError = (status: number) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

/** One POST through the guarded way out, judged by its status. */
export async function postJson(
  { egress, clock, config }: Pick<Deps, "egress" | "clock" | "config">,
  post: Post,
): Promise<SendResult> {
  const headers = {
    "content-type": "application/json",
    "user-agent": `Fairlead/${config.version}`,
    ...post.headers,
  };
  try {
    const request = { method: "POST", headers, body: post.body, timeoutMs: 10_000, maxBytes: 65_536 };
    return judgeAnswer(await egress(post.url, request), { ...post, now: clock.now() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    const isRefused = error instanceof AppError && error.kind === "invalid";
    return { kind: isRefused ? "refused" : "retry", error: `${post.receiver} could not be reached: ${reason}` };
  }
}

function judgeAnswer(answer: EgressAnswer, post: Post & { now: number }): SendResult {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status >= 300 && status < 400)
    return { kind: "refused", error: `${post.receiver} answered ${status}: redirects are not followed.` };
  post.refusal?.(answer);
  const words = post.words?.(answer) ?? "";
  const error = `${post.receiver} answered ${status}${words === "" ? "" : `: ${words.replace(/\.$/, "")}`}.`;
  if (post.isPermanent(status)) return { kind: "refused", error: `${error} Check the channel's settings.` };
  return {
    kind: "retry",
    error,
    retryAfterMs: post.pauseIn?.(answer) ?? retryAfterMs(headers.get("retry-after"), post.now),
  };
}
