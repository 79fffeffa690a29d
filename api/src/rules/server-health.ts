import type { Cause, CheckLine, JobOutcome, PayloadOf, ServerFacts, ServerState } from "@fairlead/runner/contract";

type CheckResult = Extract<Extract<JobOutcome, { kind: "succeeded" }>["result"], { kind: "check-server" }>;

/** What is known of a server before a check is judged. */
export type KnownHealth = {
  kind: PayloadOf<"check-server">["target"]["kind"];
  state: ServerState;
  hostKey: string | null;
  seenHostKey: string | null;
  failedChecks: number;
  lastSeenAt: number | null;
  unreachableSince: number | null;
};

/** What a check changes, and whether somebody must hear of it. `undefined` keeps what is stored. */
export type JudgedHealth = {
  state: ServerState;
  seen?: { hostKey: string; fingerprint: string } | null;
  lines?: CheckLine[];
  facts?: ServerFacts | null;
  cause: Cause | null;
  isSeen: boolean;
  failedChecks: number;
  unreachableSince: number | null;
  tell: "unreachable" | "recovered" | "key-changed" | null;
  /** Look again sooner than the usual period. */
  isUrgent: boolean;
};

/** One failed check may be a hiccup; the second in a row is told. */
const failuresUntilTold = 2;

export function judgeCheck(known: KnownHealth, { outcome, now }: { outcome: JobOutcome; now: number }): JudgedHealth {
  if (outcome.kind === "cancelled") return unjudged(known, null);
  if (outcome.kind === "fault") return unjudged(known, outcome.cause);
  if (outcome.kind === "failed") return judgeFailure(known, { cause: outcome.cause, lines: [], now });
  if (outcome.result.kind !== "check-server") return unjudged(known, null);
  return judgeResult(known, { ...outcome.result, now });
}

/** The check itself went wrong: that says nothing about the server. */
const unjudged = (known: KnownHealth, cause: Cause | null): JudgedHealth => ({
  state: known.state,
  cause,
  isSeen: false,
  failedChecks: known.failedChecks,
  unreachableSince: known.unreachableSince,
  tell: null,
  isUrgent: true,
});

function judgeResult(known: KnownHealth, result: CheckResult & { now: number }): JudgedHealth {
  const { seen, lines, facts, cause, now } = result;
  if (known.kind === "ssh" && seen && seen.hostKey !== known.hostKey)
    return untrusted(known, { seen, lines, facts, cause });
  if (!result.reachable) return judgeFailure(known, { cause, lines, now });
  return {
    state: stateOfLines(lines, cause),
    seen: null,
    lines,
    facts,
    cause,
    isSeen: true,
    failedChecks: 0,
    unreachableSince: null,
    tell: known.unreachableSince === null ? null : "recovered",
    isUrgent: false,
  };
}

/** First contact waits for a person; a key that differs from the confirmed one stops everything and is told once. */
function untrusted(
  known: KnownHealth,
  found: { seen: { hostKey: string; fingerprint: string } | null } & Pick<CheckResult, "lines" | "facts" | "cause">,
): JudgedHealth {
  const isNew = found.seen ? found.seen.hostKey !== known.seenHostKey : known.state !== "untrusted";
  return {
    state: "untrusted",
    ...(found.seen ? { seen: found.seen } : {}),
    lines: found.lines,
    facts: found.facts ?? undefined,
    cause: found.cause,
    isSeen: false,
    failedChecks: 0,
    unreachableSince: known.unreachableSince,
    tell: known.hostKey !== null && isNew ? "key-changed" : null,
    isUrgent: false,
  };
}

function judgeFailure(
  known: KnownHealth,
  { now, ...found }: { cause: Cause | null; lines: CheckLine[]; now: number },
): JudgedHealth {
  if (found.cause?.class === "host-key-changed" && known.hostKey !== null)
    return untrusted(known, { seen: null, facts: null, ...found });
  const failedChecks = known.failedChecks + 1;
  const wasReached = known.lastSeenAt !== null;
  // A server that never answered is shown at once, to the person who has just added it, and is no news for anybody else.
  const isDown = !wasReached || failedChecks >= failuresUntilTold;
  const isNews = isDown && wasReached && known.unreachableSince === null;
  return {
    state: isDown && known.state !== "untrusted" ? downState(found.cause) : known.state,
    ...(found.lines.length > 0 ? { lines: found.lines } : {}),
    cause: found.cause,
    isSeen: false,
    failedChecks,
    unreachableSince: isNews ? now : known.unreachableSince,
    tell: isNews ? "unreachable" : null,
    isUrgent: !isDown,
  };
}

/** A server that refuses our key answers: what is wrong can be mended on it. */
const downState = (cause: Cause | null): ServerState =>
  cause?.class === "server-auth-refused" ? "failing" : "unreachable";

function stateOfLines(lines: CheckLine[], cause: Cause | null): ServerState {
  if (cause !== null || lines.some((line) => line.status === "failed")) return "failing";
  return lines.some((line) => line.status === "warning") ? "warning" : "ready";
}
