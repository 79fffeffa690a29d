import { connect as connectTcp, type Socket } from "node:net";
import { isAddress, isLocalName } from "../../contract/index.ts";
import { findWay, OutOfReach, pinnedTo, type Resolve } from "./find-way.ts";
import type { Endpoint, Reach } from "./judge-addresses.ts";
import { connectThrough, outboundProxyFor } from "./outbound-proxy.ts";

export type Connecting = {
  reach: Reach;
  resolve: Resolve;
  environment: Readonly<Record<string, string | undefined>>;
  timeoutMs: number;
};

/** A connection to an endpoint, to an address that was judged. Throws OutOfReach, or an error of the network in its own words. */
export async function connectWithin(
  endpoint: Endpoint,
  { scheme, ...of }: Connecting & { scheme: "http" | "https" },
): Promise<Socket> {
  const proxy = outboundProxyFor(endpoint, { scheme, environment: of.environment });
  if (proxy !== undefined) {
    await judgeBehindProxy(endpoint, of);
    return connectThrough(proxy, endpoint);
  }
  const way = await findWay(endpoint, of);
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ ...endpoint, lookup: pinnedTo(way), autoSelectFamily: true });
    socket.setTimeout(of.timeoutMs, () => socket.destroy(new Error("it did not answer in time")));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

/** A name that only the proxy can resolve is the proxy's to judge; what is known here, or says by itself that it lies inside, is not. */
async function judgeBehindProxy(endpoint: Endpoint, of: Connecting): Promise<void> {
  try {
    await findWay(endpoint, of);
  } catch (error) {
    if (error instanceof OutOfReach) throw error;
    const { inside } = of.reach;
    const isNamedInside = isLocalName(endpoint.host) && !isAddress(endpoint.host);
    if (isNamedInside && inside !== null && !inside.includes(`${endpoint.host}:${endpoint.port}`))
      throw new OutOfReach(endpoint, "inside");
  }
}
