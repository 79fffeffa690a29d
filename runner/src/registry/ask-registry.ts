import { isIP } from "node:net";
import { isMetadataAddress } from "../../contract/index.ts";
import type { Host } from "../hosts/host.ts";
import { DialRefused, HostFault } from "../hosts/host-fault.ts";
import { askOverStream, NoAnswerInTime, type StreamAnswer, type StreamRequest } from "../http-over-stream.ts";
import type { RegistryAccess } from "./access.ts";
import { type RegistrySaid, troubleOf } from "./registry-said.ts";

/** One question may take as long; people wait for what comes of a few. */
const answersWithinMs = 15_000;

export type RegistryQuestion = {
  url: URL;
  method: StreamRequest["method"];
  authorization?: string | undefined;
  accept?: string;
};

export type Asker = {
  access: RegistryAccess;
  /** Where the registry begins, with the scheme that it was found to speak. */
  base: URL;
  ask: (question: RegistryQuestion) => Promise<RegistrySaid>;
};

type Asking = { access: RegistryAccess; signal: AbortSignal; withinMs?: number };

/** Finds out over what the registry is spoken with. */
export async function findRegistry(host: Host, asking: Asking): Promise<{ asker: Asker; first: RegistrySaid }> {
  const { access } = asking;
  const ask = (question: RegistryQuestion) => askOnce(host, question, asking);
  const at = (scheme: string) => new URL(`${scheme}://${authorityOf(access)}/v2/`);
  const base = at("https");
  const first = await ask({ url: base, method: "GET" });
  if (!access.isInsecure || first.kind === "answer") return { asker: { access, base, ask }, first };
  const plain = at("http");
  return { asker: { access, base: plain, ask }, first: await ask({ url: plain, method: "GET" }) };
}

function authorityOf({ host, port }: RegistryAccess): string {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return `${name}:${port}`;
}

/** Redirects are answers: what signs in goes to the address that it was meant for and no further. */
async function askOnce(
  host: Host,
  { url, method, authorization, accept }: RegistryQuestion,
  { access, signal, withinMs = answersWithinMs }: Asking,
): Promise<RegistrySaid> {
  const name = url.hostname.replace(/^\[|\]$/g, "");
  if (isMetadataAddress(name)) return { kind: "trouble", trouble: "forbidden", detail: "" };
  const isTls = url.protocol === "https:";
  try {
    const answer = await askOverStream(host, {
      address: { host: name, port: Number(url.port || (isTls ? 443 : 80)) },
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        Host: url.host,
        "User-Agent": "fairlead",
        ...(authorization === undefined ? {} : { Authorization: authorization }),
        ...(accept === undefined ? {} : { Accept: accept }),
      },
      timeoutMs: withinMs,
      signal,
      ...(isTls ? { secured: securedBy(access, name) } : {}),
    });
    return toSaid(answer);
  } catch (error) {
    signal.throwIfAborted();
    return toTrouble(error, withinMs);
  }
}

const securedBy = ({ authorities, isInsecure }: RegistryAccess, name: string) => ({
  name: isIP(name) === 0 ? name : undefined,
  address: name,
  authorities,
  isVerified: !isInsecure,
});

const toSaid = ({ status, headers, body }: StreamAnswer): RegistrySaid => ({ kind: "answer", status, headers, body });

function toTrouble(error: unknown, withinMs: number): RegistrySaid {
  if (error instanceof HostFault) throw error;
  if (error instanceof NoAnswerInTime || (error instanceof DialRefused && error.reason === "timeout"))
    return { kind: "trouble", trouble: "slow", detail: `${Math.round(withinMs / 1_000)} s` };
  if (error instanceof DialRefused) return { kind: "trouble", trouble: "unreachable", detail: "" };
  // A fault of this program is none of the network.
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
  const code = "code" in error ? String(error.code) : "it ended too early";
  return { kind: "trouble", trouble: troubleOf(code), detail: code };
}
