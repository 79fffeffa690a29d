import { mostCertificates, type SeenCertificate } from "@fairlead/runner/contract";

/** What is remembered of a domain: what its proxy showed the last time it was asked. */
export type KnownCertificate = Omit<SeenCertificate, "host"> & { seenAt: number };
export type AskedHost = { host: string; seenAt: number | null; state: SeenCertificate["state"] | null };

/**
 * How long what was seen counts. Asking for a certificate that is not there makes the proxy order it, and authorities refuse whoever asks
 * too often: five failures an hour are allowed, and each question may be two of them.
 */
const againMs = 60 * 60_000;
/** An order that is under way is looked after sooner, once: a second answer that does not come in time counts as a failure. */
const pendingMs = 4 * 60_000;

/** Hosts that a check asks about: those never seen first, then those seen longest ago. */
export function hostsToAsk(known: readonly AskedHost[], now: number): string[] {
  const due = known.filter(({ seenAt, state }) => {
    // Seen in what is the future since the clock was set.
    if (seenAt === null || seenAt > now) return true;
    return now - seenAt >= (state === "pending" ? pendingMs : againMs);
  });
  const inOrder = due.toSorted((a, b) => (a.seenAt ?? 0) - (b.seenAt ?? 0) || (a.host < b.host ? -1 : 1));
  return [...new Set(inOrder.map(({ host }) => host))].slice(0, mostCertificates);
}

/** What is remembered after the proxy was asked. */
export function afterLook(
  before: SeenCertificate["state"] | null,
  { seen: { host: _, ...seen }, now }: { seen: SeenCertificate; now: number },
): KnownCertificate {
  const isLate = seen.state === "pending" && (before === "pending" || before === "failed");
  return { ...seen, ...(isLate ? { state: "failed" as const, reason: late } : {}), seenAt: now };
}

const late = "The authority gave no certificate in the time that a visitor would wait.";

/** Of what was seen before nothing is known any more. */
export const noCertificate = {
  certificateState: null,
  certificateIssuer: null,
  certificateEndsAt: null,
  certificateReason: null,
  certificateSeenAt: null,
};
