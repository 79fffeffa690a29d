import net from "node:net";
import { homedir } from "node:os";
import type { Duplex } from "node:stream";
import { nameOf, refuseNowhere } from "./dial-address.ts";
import type { DialAddress, Host } from "./host.ts";
import { DialRefused } from "./host-fault.ts";
import { localFiles } from "./local-files.ts";
import { within } from "./within.ts";

const dialTimeoutMs = 15_000;

/** The machine the runner runs on, behind the same port as any other server. It cannot be lost. */
export const localHost: Host = {
  label: "this machine",
  home: homedir(),
  files: localFiles,
  dial: (address, { timeoutMs = dialTimeoutMs, signal } = {}) =>
    within(dialLocal(address), {
      timeoutMs,
      signal,
      onLate: () => new DialRefused(nameOf(address), "timeout"),
      onAbandon: (stream) => stream.destroy(),
    }),
  onLost: () => () => undefined,
  close: async () => undefined,
};

/** Without a deadline. */
export function dialLocal(address: DialAddress): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    refuseNowhere(address);
    const socket = "unix" in address ? net.connect(address.unix) : net.connect(address.port, address.host);
    socket.once("error", (error) => reject(refusalOf(error, nameOf(address))));
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** The codes that mean "nobody there"; the rest (EACCES above all) stays what it is. */
function refusalOf(error: Error, name: string): Error {
  const code = "code" in error ? String(error.code) : "";
  return /^(ECONNREFUSED|ENOENT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|ETIMEDOUT)$/.test(code)
    ? new DialRefused(name, "refused")
    : error;
}
