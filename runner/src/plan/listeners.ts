/** Where a process inside a container waits for connections. */
export type Listener = { address: string; port: number; isLoopback: boolean };

const listenState = "0A";
/** Docker's own resolver sits inside every container's network. */
const dockerResolver = "127.0.0.11";

/**
 * Reads `/proc/<pid>/net/tcp` and `tcp6`: one line a socket, addresses in hexadecimal, each 32-bit word in the machine's byte order
 * (little-endian everywhere Docker runs).
 */
export function parseListeners(tables: { tcp: string; tcp6: string }): Listener[] {
  const found = [...linesOf(tables.tcp), ...linesOf(tables.tcp6)].flatMap((line) => listenerOf(line) ?? []);
  const unique = new Map(found.map((each) => [`${each.isLoopback} ${each.port}`, each]));
  return [...unique.values()].sort((a, b) => a.port - b.port);
}

const linesOf = (table: string) => table.split("\n").slice(1, 2_000);

function listenerOf(line: string): Listener | undefined {
  const [, local = "", , state] = line.trim().split(/\s+/);
  const [addressHex = "", portHex = ""] = local.split(":");
  if (state !== listenState || !/^([0-9A-F]{8}|[0-9A-F]{32})$/.test(addressHex)) return undefined;
  const address = addressHex.length === 8 ? ipv4(addressHex) : ipv6(addressHex);
  if (address === dockerResolver) return undefined;
  return { address, port: Number.parseInt(portHex, 16), isLoopback: address.startsWith("127.") || address === "::1" };
}

const ipv4 = (hex: string) =>
  (hex.match(/../g) ?? [])
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join(".");

function ipv6(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join(""));
  const [first, second, third, fourth = ""] = words;
  const startsEmpty = first === "00000000" && second === "00000000";
  if (startsEmpty && third === "0000FFFF") return ipv4((fourth.match(/../g) ?? []).reverse().join(""));
  if (startsEmpty && third === "00000000") return fourth === "00000000" ? "::" : fourth === "00000001" ? "::1" : "::x";
  return words.join("");
}
