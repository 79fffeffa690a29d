// Which addresses lie inside: loopback, private and special networks are where control planes, metadata services and other people's
// machines are. By the special-purpose registries of IANA (RFC 6890 and its updates); the control plane and the runner judge alike.

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

/** Where clouds hand the credentials of a machine to whoever asks from it. Some of these are public addresses by their number. */
const metadata = [
  "169.254.169.254",
  // Containers at AWS: task roles, and pods that have an identity.
  "169.254.170.2",
  "169.254.170.23",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "169.254.42.42",
  "fd00:42::42",
  "169.254.0.23",
  "169.254.10.10",
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

/** The IPv4 address that a translated, mapped or tunnelled form leads to; undefined for an address that is only IPv6. */
function embeddedV4(groups: readonly number[]): number | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  if (a === 0x2002) return b * 65_536 + c;
  const isTranslated = a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0;
  const isMapped = a === 0 && b === 0 && c === 0 && d === 0 && e === 0 && f === 0xffff;
  return isTranslated || isMapped ? g * 65_536 + h : undefined;
}

function isPrivateV6(groups: readonly number[]): boolean {
  const [a = 0, b = 0] = groups;
  const v4 = embeddedV4(groups);
  if (v4 !== undefined) return a === 0 || isPrivateV4(v4);
  // Only 2000::/3 is public: unspecified, loopback, unique local, link local and multicast all lie outside of it.
  if (a >> 13 !== 1) return true;
  // 2001::/23 holds Teredo and other protocol assignments; 2001:db8::/32 and 3fff::/20 are for examples.
  return (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || (a === 0x3fff && b < 0x1000);
}

const withoutZone = (address: string) => address.split("%", 1)[0] ?? "";

/** For one address as a resolver answers it. What is no address at all counts as private. */
export function isPrivateAddress(address: string): boolean {
  const v4 = v4Number(address);
  if (v4 !== undefined) return isPrivateV4(v4);
  const groups = v6Groups(withoutZone(address));
  return groups === undefined || isPrivateV6(groups);
}

/** One number or text for each way to write an address. */
function canonical(address: string): string {
  const v4 = v4Number(address);
  if (v4 !== undefined) return String(v4);
  const groups = v6Groups(withoutZone(address));
  return groups ? String(embeddedV4(groups) ?? groups.join(":")) : address;
}

const metadataForms = new Set(metadata.map(canonical));
/** A metadata service of a cloud: reached by nothing of ours, whoever named it. */
export const isMetadataAddress = (address: string): boolean => metadataForms.has(canonical(address));

/**
 * The parts of an address in one form each: four numbers, or eight groups of hexadecimal digits without a zero in front. One that
 * stands for an IPv4 address is that; undefined for one that means something on its own link only, and for what is no address.
 */
export function addressGroups(text: string): string[] | undefined {
  const v4 = v4Number(text);
  const groups = v4 === undefined ? v6Groups(text) : undefined;
  const inner = v4 ?? (groups ? embeddedV4(groups) : undefined);
  if (inner !== undefined) return [24, 16, 8, 0].map((shift) => String((inner >>> shift) & 0xff));
  if (!groups || ((groups[0] ?? 0) & 0xffc0) === 0xfe80) return undefined;
  return groups.map((group) => group.toString(16));
}

export const isAddress = (text: string): boolean => v4Number(text) !== undefined || v6Groups(text) !== undefined;

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain)$/;
/** A host name that only an inner network knows. An address is no such name. */
export const isLocalName = (host: string): boolean => localNames.test(host) || !host.includes(".");

/**
 * What counts as one sender: whoever has one address of an IPv6 network has all 2^64 of it. One that stands for an IPv4 address is that;
 * any other text stays as it is.
 */
export function networkOf(address: string): string {
  const groups = v6Groups(withoutZone(address));
  if (!groups) return address;
  const v4 = embeddedV4(groups);
  if (v4 !== undefined) return [24, 16, 8, 0].map((shift) => (v4 >>> shift) & 0xff).join(".");
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}
