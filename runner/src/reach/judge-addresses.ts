// pure

import { isMetadataAddress, isPrivateAddress } from "../../contract/index.ts";

export type Endpoint = { host: string; port: number };
export type Address = { address: string; family: number };

/** What one piece of work may reach. */
export type Reach = {
  /** Endpoints (`host:port`) inside that an admin set up. null: the control plane does not say, and every one may be meant. */
  inside: readonly string[] | null;
  /** The runner's own word on hosts inside, from its policy: none but these. undefined: it has none. */
  policy: readonly string[] | undefined;
  /** Addresses of the machine of the runner: what listens there alone is inside, whatever number it has. */
  own: ReadonlySet<string>;
};

export const endpointName = ({ host, port }: Endpoint): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

/**
 * Why none of the addresses of a host may be connected to; undefined: all may. One that lies inside is enough: a second look-up could
 * choose it. The words are the same whatever lies there.
 */
export function whyOutOfReach(
  endpoint: Endpoint,
  addresses: readonly Address[],
  { inside, policy, own }: Reach,
): "metadata" | "inside" | "policy" | undefined {
  if (addresses.some(({ address }) => isMetadataAddress(address))) return "metadata";
  if (!addresses.some(({ address }) => isPrivateAddress(address) || own.has(address))) return undefined;
  const name = endpointName(endpoint);
  if (inside !== null && !inside.includes(name)) return "inside";
  return policy === undefined || policy.includes(endpoint.host) || policy.includes(name) ? undefined : "policy";
}
