import type { SeenCertificate } from "../../contract/index.ts";

/** What of a certificate is looked at. All of it is what the server says; whom browsers trust is not decided here. */
export type ShownCertificate = {
  /** Common name and organisation of who signed it, where it names them. */
  issuer: { name: string | null; organisation: string | null };
  isSelfSigned: boolean;
  covers: boolean;
  /** NaN where it cannot be read. */
  notBefore: number;
  notAfter: number;
};

/**
 * How asking for one host over TLS ended. `refused`: the proxy said no, as it does when it could get no certificate. `silent`: nothing
 * came in time. `closed`: nobody listens, or whoever does speaks no TLS.
 */
export type Handshake = { kind: "shown"; certificate: ShownCertificate } | { kind: "refused" | "silent" | "closed" };

type Asked = {
  host: string;
  handshake: Handshake;
  now: number;
  /** What the authority said of this host, where somebody kept it. */
  words: string | undefined;
};

export function judgeCertificate({ host, handshake, now, words }: Asked): SeenCertificate {
  if (handshake.kind === "shown") return { host, ...judgeShown(handshake.certificate, now) };
  const nothing = { host, issuer: null, notAfter: null };
  if (handshake.kind === "closed") return { ...nothing, state: "failed", reason: noTls };
  if (words !== undefined) return { ...nothing, state: "failed", reason: words };
  return { ...nothing, state: handshake.kind === "silent" ? "pending" : "failed", reason: null };
}

const noTls = "Nothing at port 443 of the server answers with a certificate.";

function judgeShown(shown: ShownCertificate, now: number): Omit<SeenCertificate, "host"> {
  const reason = fault(shown, now);
  return {
    state: reason === null ? "served" : "failed",
    issuer: issuerOf(shown.issuer),
    notAfter: Number.isFinite(shown.notAfter) ? shown.notAfter : null,
    reason,
  };
}

function fault({ issuer, isSelfSigned, covers, notBefore, notAfter }: ShownCertificate, now: number): string | null {
  if (!Number.isFinite(notBefore) || !Number.isFinite(notAfter))
    return "The certificate that is served does not say from when until when it is valid.";
  if (isSelfSigned || issuer.name?.startsWith("Caddy Local Authority"))
    return "The server shows a certificate that it made itself, which browsers refuse.";
  if (!covers) return "The certificate that is served is one for other names.";
  if (notAfter <= now) return "The certificate that is served has expired.";
  return notBefore > now ? "The certificate that is served is not valid yet." : null;
}

/** As people know an authority: an intermediate is called `R10`, whose it is says its organisation. */
function issuerOf({ name, organisation }: ShownCertificate["issuer"]): string | null {
  const both = [organisation, name].filter((each) => each !== null && each !== "");
  return both.length > 0 ? both.join(", ").slice(0, 200) : null;
}
