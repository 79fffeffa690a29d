import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { type Address, type Endpoint, endpointName, type Reach, whyOutOfReach } from "./judge-addresses.ts";

export type Resolve = (host: string) => Promise<Address[]>;
export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** Where a name leads, judged once: whoever connects uses these addresses and asks no resolver again. Never empty. */
export type Way = { addresses: readonly [Address, ...Address[]] };

/** The endpoint may not be reached. Nothing was connected, so nothing of what lies there is told. */
export class OutOfReach extends Error {
  override readonly name = "OutOfReach";
  readonly why: "metadata" | "inside" | "policy";
  readonly endpoint: Endpoint;
  constructor(endpoint: Endpoint, why: OutOfReach["why"]) {
    super(`${endpointName(endpoint)} is not reached`);
    this.endpoint = endpoint;
    this.why = why;
  }
}

export const ownAddresses = (): ReadonlySet<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address)));

/** Resolves and judges. Throws OutOfReach, or what the resolver throws. */
export async function findWay(
  endpoint: Endpoint,
  { reach, resolve }: { reach: Reach; resolve: Resolve },
): Promise<Way> {
  const [first, ...rest] = await resolve(endpoint.host);
  if (!first) throw new Error(`${endpoint.host} has no address`);
  const why = whyOutOfReach(endpoint, [first, ...rest], reach);
  if (why !== undefined) throw new OutOfReach(endpoint, why);
  return { addresses: [first, ...rest] };
}

/** For `net.connect`: answers with what was judged, whatever the name leads to by then. */
export const pinnedTo =
  ({ addresses }: Way): LookupFunction =>
  (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
