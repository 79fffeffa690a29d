import { portsIn } from "../settings/typed-lists.ts";
import type { Read } from "./read.ts";

/**
 * `8080:80`, `127.0.0.1:8080:80/tcp`, `[::1]:8080:80`, `80`. Requests come through the proxy to the first one of TCP, so its port of the
 * server is told of. Further ones are ports of the server, which Docker opens to everybody and we to the server itself.
 */
export function publishedPort(text: string, read: Read): void {
  const [ports = "", protocol = "tcp"] = text.split("/");
  const found = /^(?:(\[[0-9a-fA-F:]{2,45}\]|[\d.]{7,15}):)?(?:(\d{0,5}):)?(\d{1,5})$/.exec(ports);
  if (!["tcp", "udp"].includes(protocol)) {
    read.tell(`-p ${text}`, "Only TCP and UDP are offered.");
    return;
  }
  if (!found) {
    read.tell(`-p ${text}`, "Ranges of ports are not offered: name one port.");
    return;
  }
  const [, address, onServer, inside] = found;
  if (read.container.port !== undefined || protocol === "udp") {
    furtherPort(text, { read, address, onServer });
    return;
  }
  read.container.port = Number(inside);
  if (onServer)
    read.tell(
      `-p ${text}`,
      `Requests come through the proxy, by a domain, so port ${onServer} of the server stays free. Who needs it past the proxy sets “Port of the server”${address === undefined ? "" : `, with the address ${address}`}.`,
    );
}

type Further = { read: Read; address: string | undefined; onServer: string | undefined };

function furtherPort(text: string, { read, address, onServer }: Further): void {
  if (address?.startsWith("[")) {
    read.tell(`-p ${text}`, "A further port is bound to an IPv4 address of the server.");
    return;
  }
  if (!onServer) {
    read.tell(`-p ${text}`, "A further port needs the server's port too, which is not made up here: 8443:443.");
    return;
  }
  const { container } = read;
  const before = Array.isArray(container.publishedPorts) ? container.publishedPorts : [];
  container.publishedPorts = [...before, ...portsIn("line", text)];
  if (address === undefined)
    read.tell(
      `-p ${text}`,
      "Read as a further port of the server that only the server itself reaches. For everybody write 0.0.0.0: before it, which an admin may.",
    );
}
