import { lookup as resolveName } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isMetadataAddress, isPrivateAddress } from "@fairlead/runner/contract";
import { egressTarget, refusedTarget, type Target } from "../../rules/egress-policy.ts";
import { unavailable } from "../../rules/errors.ts";
import type { Egress, EgressAnswer } from "../deps.ts";

type Address = { address: string; family: number };
type Resolve = (host: string) => Promise<Address[]>;
const systemResolve: Resolve = (host) => resolveName(host, { all: true, verbatim: true });

const unreachable = (host: string) =>
  unavailable("egress.unreachable", `${host} did not answer in time or refused the connection.`);

/** All answers of the resolver are judged, one bad one is enough: a second lookup could pick the other. */
async function checkedAddress({ host, isAllowed, literal }: Target, resolve: Resolve): Promise<Address> {
  const addresses = literal ? [{ address: literal, family: literal.includes(":") ? 6 : 4 }] : await resolve(host);
  const [first] = addresses;
  if (!first) throw unreachable(host);
  const isRefused = (address: string) => isMetadataAddress(address) || (!isAllowed && isPrivateAddress(address));
  if (addresses.some(({ address }) => isRefused(address))) throw refusedTarget();
  return first;
}

/** Connects to the address that was judged, whatever the name resolves to by then. */
const pinned =
  ({ address, family }: Address): LookupFunction =>
  (_host, options, callback) =>
    options.all ? callback(null, [{ address, family }]) : callback(null, address, family);

async function readUpTo(answer: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer) {
    if (!(part instanceof Uint8Array)) continue;
    parts.push(part.subarray(0, maxBytes - size));
    size += part.length;
    if (size >= maxBytes) break;
  }
  answer.destroy();
  return Buffer.concat(parts);
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct)) {
    for (const each of value ?? []) headers.append(name, each);
  }
  return headers;
}

/** The way out of the Node home. A body longer than `maxBytes` is cut there; a redirect is an answer like any other. */
export function createNodeEgress(options: { allowedPrivateHosts: readonly string[]; resolve?: Resolve }): Egress {
  const resolve = options.resolve ?? systemResolve;
  return async (text, { method, headers, body, timeoutMs, maxBytes, onlyPublic }) => {
    const { allowedPrivateHosts } = options;
    const target = egressTarget(text, { allowedPrivateHosts: onlyPublic ? [] : allowedPrivateHosts });
    const signal = AbortSignal.timeout(timeoutMs);
    const address = await checkedAddress(target, resolve).catch((error: unknown) => {
      // A name that does not resolve is the target's fault, not ours.
      throw error instanceof Error && "syscall" in error ? unreachable(target.host) : error;
    });
    const send = target.url.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise<EgressAnswer>((done, fail) => {
      const refuse = () => fail(unreachable(target.host));
      const request = send(target.url, {
        method,
        headers: headers ?? {},
        lookup: pinned(address),
        signal,
        agent: false,
      });
      request.on("error", refuse);
      request.on("response", (answer) => {
        const settle = (bytes: Uint8Array) =>
          done({ status: answer.statusCode ?? 0, headers: headersOf(answer), bytes });
        readUpTo(answer, maxBytes).then(settle, refuse);
      });
      request.end(body);
    });
  };
}
