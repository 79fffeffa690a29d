import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A TCP port nobody listens on right now. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return address.port;
}
