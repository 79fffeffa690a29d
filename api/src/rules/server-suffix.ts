import { addressGroups, isMetadataAddress } from "@fairlead/runner/contract";

/** What names of servers end in unless the instance says otherwise: it answers every address that a name holds. */
export const usualSuffix = "sslip.io";

type Reached = { kind: "local" | "ssh"; host: string | null; proxy: "caddy" | "none"; told: string | null };

/**
 * What names end in that lead to a server without a DNS record of one's own, such as `203-0-113-7.sslip.io`; null where there are none.
 * `told`: the address that a check of the server found, for one that is reached by a name or is the runner's own machine.
 */
export function serverSuffix({ host, proxy, told }: Reached, suffix: string | null): string | null {
  if (suffix === null || proxy === "none") return null;
  const label = addressLabel(host ?? "") ?? addressLabel(told ?? "");
  return label === undefined ? null : `${label}.${suffix}`;
}

/** All eight groups of IPv6: a shortened one could begin or end in a hyphen, which no host name may. */
function addressLabel(text: string): string | undefined {
  const groups = isMetadataAddress(text) ? undefined : addressGroups(text);
  return groups?.join("-");
}

const longest = 40;
/** A name as people write it as one label of a host name: `Zürich Shop (2)` becomes `zurich-shop-2`. */
export function labelOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  return words.join("-").slice(0, longest).replace(/-$/, "") || "app";
}

/** `203-0-113-7.sslip.io` and `sslip.io` belong to whoever has the address: nobody may claim everything below them. */
export const isSharedBelow = (name: string, suffix: string): boolean =>
  name === suffix || (name.endsWith(`.${suffix}`) && !name.slice(0, -suffix.length - 1).includes("."));

export const isBelowSuffix = (host: string, suffix: string | null): boolean =>
  suffix !== null && host.endsWith(`.${suffix}`);
