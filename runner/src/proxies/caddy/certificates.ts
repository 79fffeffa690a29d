import type { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { mostCertificates, type SeenCertificate } from "../../../contract/index.ts";
import type { Clock } from "../../agent/clock.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { readLogTail } from "../../engine/log-tail.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { certificateWords } from "../../plan/certificate-words.ts";
import { type Handshake, judgeCertificate, type ShownCertificate } from "../../plan/judge-certificate.ts";
import { proxyName } from "../../plan/names.ts";

const usualMs = 5_000;
const atOnce = 8;
/** Up to Caddy 2.7 requests for certificates that come in one moment refuse each other. */
const apartMs = 25;
/** The newest lines of the proxy's log, among which are the words of whoever refused just now. */
const logLines = 150;

type Question = { names: readonly string[]; clock: Pick<Clock, "sleep" | "now">; withinMs?: number };

/**
 * Asks for each of these hosts over TLS once and tells what is shown. The first question is also what makes the proxy get a certificate,
 * so that it is there before the first visitor. Nothing is told of hosts whose turn does not come in time.
 */
export async function askForCertificates(
  host: DockerHost,
  { names, clock, withinMs = usualMs }: Question,
): Promise<SeenCertificate[]> {
  const ended = await shakeAll(host, { names: names.slice(0, mostCertificates), clock, withinMs });
  const isDoubtful = ended.some(({ handshake: { kind } }) => kind === "refused" || kind === "silent");
  const words = certificateWords(isDoubtful ? await readLogTail(host, { id: proxyName, lines: logLines }) : []);
  const now = clock.now();
  return ended.map(({ name, handshake }) => judgeCertificate({ host: name, handshake, now, words: words.get(name) }));
}

type Ended = { name: string; handshake: Handshake };

async function shakeAll(host: DockerHost, { names, clock, withinMs }: Required<Question>): Promise<Ended[]> {
  const signal = AbortSignal.timeout(withinMs);
  const waiting = [...names];
  const ended: Ended[] = [];
  let turn = Promise.resolve();
  const itsTurn = () => {
    turn = turn.then(() => clock.sleep(apartMs));
    return turn;
  };
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined && !signal.aborted; name = waiting.shift()) {
      await itsTurn();
      const handshake = await shakeHands(host, { name, signal }).catch(notDialled);
      if (handshake) ended.push({ name, handshake });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, worker));
  return ended;
}

/** undefined: of the way there, nothing is said about a certificate. */
const notDialled = (error: unknown): Handshake | undefined =>
  error instanceof DialRefused && error.reason === "refused" ? { kind: "closed" } : undefined;

async function shakeHands(
  host: DockerHost,
  { name, signal }: { name: string; signal: AbortSignal },
): Promise<Handshake> {
  const stream = await host.dial({ host: "127.0.0.1", port: 443 }, { timeoutMs: usualMs, signal });
  stream.on("error", () => undefined);
  const { promise, resolve } = Promise.withResolvers<Handshake>();
  // Nothing is said over this connection: whom a browser would trust is not decided here.
  const secured = connect({ socket: stream, servername: name, rejectUnauthorized: false }, () =>
    resolve(shownBy(secured.getPeerX509Certificate(), name)),
  );
  secured.on("error", (error) => resolve({ kind: isAlert(error) ? "refused" : "closed" }));
  secured.on("close", () => resolve({ kind: "closed" }));
  const giveUp = () => resolve({ kind: "silent" });
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  const handshake = await promise;
  signal.removeEventListener("abort", giveUp);
  secured.destroy();
  stream.destroy();
  return handshake;
}

/** OpenSSL's words for what the other side says before it hangs up. */
const isAlert = ({ message }: Error) => message.includes("SSL alert number");

function shownBy(certificate: X509Certificate | undefined, host: string): Handshake {
  try {
    return certificate ? { kind: "shown", certificate: read(certificate, host) } : { kind: "closed" };
  } catch {
    // A field that OpenSSL took and Node cannot say.
    return { kind: "closed" };
  }
}

function read(certificate: X509Certificate, host: string): ShownCertificate {
  const { issuer } = certificate.toLegacyObject();
  return {
    issuer: { name: textOf(issuer?.CN), organisation: textOf(issuer?.O) },
    isSelfSigned: certificate.issuer === certificate.subject,
    covers: certificate.checkHost(host, { subject: "never" }) !== undefined,
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  };
}

/** Whoever made the certificate may have written a list of names, or anything else. */
function textOf(value: unknown): string | null {
  const [first] = Array.isArray(value) ? value : [value];
  return typeof first === "string"
    ? first
        .replace(/\p{Cc}/gu, " ")
        .slice(0, 100)
        .toWellFormed()
    : null;
}
