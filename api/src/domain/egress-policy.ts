import { invalid } from "./errors.ts";

// Which addresses a URL that a user named may reach. Loopback, private and special networks are where control planes, metadata
// services and other people's machines live; see RFC 6890.

const v4Blocks: [address: string, bits: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

function v4Number(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

const isPrivateV4 = (address: number) =>
  v4Blocks.some(([block, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor((v4Number(block) ?? 0) / size);
  });

/** Eight groups of an IPv6 address, also of the forms `::` and `::ffff:1.2.3.4`; undefined for anything else. */
function v6Groups(text: string): number[] | undefined {
  const tail = /^(.*:)([0-9.]+)$/.exec(text);
  const v4 = tail?.[2]?.includes(".") ? v4Number(tail[2]) : undefined;
  const hex = v4 === undefined ? text : `${tail?.[1]}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
  const halves = hex.split("::");
  if (halves.length > 2 || (v4 === undefined && text.includes("."))) return undefined;
  const [head = [], end = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - end.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...end];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

function isPrivateV6(groups: number[]): boolean {
  const [a = 0, b = 0, c = 0, , , , g = 0, h = 0] = groups;
  const embedded = (high: number, low: number) => isPrivateV4(high * 65_536 + low);
  // Only 2000::/3 is public; unspecified, loopback, unique local, link local, multicast and mapped forms all lie outside of it.
  if (a >> 13 !== 1) {
    const isNat64 = a === 0x64 && b === 0xff9b && c === 0;
    return !(isNat64 && !embedded(g, h));
  }
  if (a === 0x2002) return embedded(b, c);
  // 2001::/23 holds Teredo and other protocol assignments, 2001:db8::/32 examples.
  return a === 0x2001 && (b < 0x200 || b === 0xdb8);
}

/** For one address as a resolver answers it. What is no address at all counts as private. */
export function isPrivateAddress(address: string): boolean {
  const v4 = v4Number(address);
  if (v4 !== undefined) return isPrivateV4(v4);
  const groups = v6Groups(address.split("%", 1)[0] ?? "");
  return groups === undefined || isPrivateV6(groups);
}

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain)$/;

/** One sentence for every refusal: it must not tell a caller what lies in a network they cannot see. */
export const refusedTarget = () =>
  invalid(
    "egress.refused",
    "This address may not be used: it must be a public https address. The operator may allow a private host with FAIRLEAD_ALLOW_PRIVATE_HOSTS.",
  );

export type Target = { url: URL; host: string; port: number; isAllowed: boolean; literal: string | undefined };

/**
 * Reads a URL and judges everything that needs no resolver. `isAllowed`: the operator listed this host (`host` or `host:port`), so
 * neither its network nor its scheme nor its port is judged. Throws `egress.refused`.
 */
export function egressTarget(
  text: string,
  { allowedPrivateHosts }: { allowedPrivateHosts: readonly string[] },
): Target {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw refusedTarget();
  const bare = url.hostname.replace(/^\[|\]$/g, "");
  const host = bare.replace(/\.$/, "").toLowerCase();
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const isAllowed = allowedPrivateHosts.includes(host) || allowedPrivateHosts.includes(`${host}:${port}`);
  const literal = url.hostname.startsWith("[") || v4Number(host) !== undefined ? host : undefined;
  if (isAllowed) return { url, host, port, isAllowed, literal };
  const isNamedLocal = localNames.test(host) || !host.includes(".") || bare.endsWith(".");
  if (url.protocol !== "https:" || (port !== 443 && port !== 8443)) throw refusedTarget();
  if (literal === undefined ? isNamedLocal : isPrivateAddress(literal)) throw refusedTarget();
  return { url, host, port, isAllowed, literal };
}
