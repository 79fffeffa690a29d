import type { Read } from "./read.ts";

/** `8080:80`, `127.0.0.1:8080:80/tcp`, `[::1]:8080:80`, `80`. Requests come through the proxy, so the port of the server is told of. */
export function publishedPort(text: string, read: Read): void {
  const [ports = "", protocol = "tcp"] = text.split("/");
  const found = /^(?:(\[[0-9a-fA-F:]{2,45}\]|[\d.]{7,15}):)?(?:(\d{0,5}):)?(\d{1,5})$/.exec(ports);
  if (protocol !== "tcp") {
    read.tell(`-p ${text}`, "Only TCP is offered.");
    return;
  }
  if (!found) {
    read.tell(`-p ${text}`, "Ranges of ports are not offered: name one port.");
    return;
  }
  const [, address, onServer, inside] = found;
  if (read.container.port !== undefined) {
    read.tell(`-p ${text}`, "A second port is not offered yet; requests go to the first one.");
    return;
  }
  read.container.port = Number(inside);
  if (onServer)
    read.tell(
      `-p ${text}`,
      `Requests come through the proxy, by a domain, so port ${onServer} of the server stays free. Who needs it past the proxy sets “Port of the server”${address === undefined ? "" : `, with the address ${address}`}.`,
    );
}
