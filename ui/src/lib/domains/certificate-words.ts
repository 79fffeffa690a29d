import type { DomainView } from "../api/types.ts";
import type { Signal } from "../ui/signal.ts";

type Told = {
  tone: Signal;
  label: string;
  /** What stands below; null: nothing more is known. */
  detail: string | null;
};

/** What a row says of its certificate. Green only for one that was seen in force: that https is wished for says nothing of it. */
export function certificateWords({ scheme, host, certificate }: DomainView, now: number): Told {
  if (scheme === "http") return { tone: "idle", label: "http only", detail: null };
  if (certificate === null) return { tone: "idle", label: "https, not known yet", detail: unseen(host) };
  const { state, issuer, notAfter, reason } = certificate;
  if (state === "pending") return { tone: "busy", label: "pending", detail: "The authority has not answered yet." };
  if (notAfter !== null && notAfter <= now)
    return { tone: "bad", label: "expired", detail: `It ended on ${day(notAfter)}${from(issuer)}.` };
  if (state === "failed") return { tone: "bad", label: "failed", detail: reason ?? noReason };
  const until = notAfter === null ? "valid" : `valid until ${day(notAfter)}`;
  return { tone: "ok", label: until, detail: issuer === null ? null : `by ${issuer}` };
}

const unseen = (host: string) => (host.startsWith("*.") ? "Names under a wildcard are not looked at." : null);
const noReason = "The server shows no certificate for this name. Look whether the name points at it.";
const from = (issuer: string | null) => (issuer === null ? "" : `, by ${issuer}`);
const day = (at: number) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
