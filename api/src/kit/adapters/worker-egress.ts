import { isMetadataAddress, isPrivateAddress } from "@fairlead/runner/contract";
import { egressTarget, refusedTarget, type Target } from "../../rules/egress-policy.ts";
import { unavailable } from "../../rules/errors.ts";
import type { Egress } from "../deps.ts";

type Ask = typeof fetch;
const resolver = "https://cloudflare-dns.com/dns-query";
const addressTypes = { A: 1, AAAA: 28 } as const;

const unreachable = (host: string) =>
  unavailable("egress.unreachable", `${host} did not answer in time or refused the connection.`);

async function addressesOf(
  ask: Ask,
  { host, type }: { host: string; type: keyof typeof addressTypes },
): Promise<string[]> {
  const query = `${resolver}?name=${encodeURIComponent(host)}&type=${type}`;
  const answer = await ask(query, { headers: { Accept: "application/dns-json" }, signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw unreachable(host);
  const body: { Answer?: { type: number; data: string }[] } = await answer.json();
  return (body.Answer ?? []).filter((each) => each.type === addressTypes[type]).map((each) => each.data);
}

/**
 * The connect address cannot be chosen on Workers, so a name that changes between this check and the request is not caught; what
 * remains is that the platform itself has no way into private networks.
 */
async function checkName(ask: Ask, { host, isAllowed, literal }: Target): Promise<void> {
  if (isAllowed || literal !== undefined) return;
  const answers = await Promise.all([
    addressesOf(ask, { host, type: "A" }),
    addressesOf(ask, { host, type: "AAAA" }),
  ]).catch(() => {
    throw unreachable(host);
  });
  const addresses = answers.flat();
  if (addresses.length === 0) throw unreachable(host);
  if (addresses.some((address) => isPrivateAddress(address) || isMetadataAddress(address))) throw refusedTarget();
}

async function readUpTo(answer: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = answer.body?.getReader();
  const bytes = new Uint8Array(maxBytes);
  let size = 0;
  while (reader && size < maxBytes) {
    const { value, done } = await reader.read();
    if (done) break;
    bytes.set(value.subarray(0, maxBytes - size), size);
    size = Math.min(maxBytes, size + value.length);
  }
  await reader?.cancel();
  return bytes.slice(0, size);
}

/** The way out of the Worker home: the same law as on Node, but for the pinned address. */
export function createWorkerEgress(options: { allowedPrivateHosts: readonly string[]; fetch?: Ask }): Egress {
  const ask: Ask = options.fetch ?? ((input, init) => fetch(input, init));
  // Lives as long as one invocation: many questions to one host need its addresses once.
  const checked = new Map<string, Promise<void>>();
  const checkOnce = (target: Target) => {
    // Who may be reached by one address need not be by another.
    const key = `${target.isAllowed} ${target.host}`;
    const known = checked.get(key) ?? checkName(ask, target);
    checked.set(key, known);
    return known;
  };
  return async (text, { method, headers, body, timeoutMs, maxBytes, onlyPublic }) => {
    const { allowedPrivateHosts } = options;
    const target = egressTarget(text, { allowedPrivateHosts: onlyPublic ? [] : allowedPrivateHosts });
    await checkOnce(target);
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const init = { method, headers: headers ?? {}, body: body ?? null, redirect: "manual" as const, signal };
      const answer = await ask(target.url, init);
      return { status: answer.status, headers: answer.headers, bytes: await readUpTo(answer, maxBytes) };
    } catch {
      throw unreachable(target.host);
    }
  };
}
