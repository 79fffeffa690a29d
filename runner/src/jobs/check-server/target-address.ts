import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { hostOf, type ServerTarget } from "../../../contract/index.ts";
import { within } from "../../hosts/within.ts";

const timeoutMs = 3_000;

/** The address of a server, for names that lead to it; null where it cannot be told. */
export function targetAddress(target: ServerTarget): Promise<string | null> {
  const host = hostOf(target);
  const found = host === null ? outgoingAddress() : lookup(host).then(({ address }) => address);
  return within(found, { timeoutMs, onLate: () => new Error("no address was told in time") }).catch(() => null);
}

/** The machine's own address on its way out. Connecting a datagram socket chooses the way and sends nothing. */
function outgoingAddress(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.connect(9, "192.0.2.1", () => {
      const { address } = socket.address();
      socket.close();
      resolve(address);
    });
  });
}
