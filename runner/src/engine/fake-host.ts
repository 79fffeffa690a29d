import http from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { ChannelSocket } from "../hosts/channel-socket.ts";
import { refuseNowhere } from "../hosts/dial-address.ts";
import { createFakeFiles } from "../hosts/fake-files.ts";
import type { DialAddress } from "../hosts/host.ts";
import { DialRefused, type HostFault } from "../hosts/host-fault.ts";
import { lostFault } from "../hosts/ssh-faults.ts";
import { DockerAgent } from "./docker-agent.ts";
import type { CallDeadlines } from "./docker-call.ts";
import { openDockerClient } from "./docker-client.ts";
import type { DockerHost } from "./docker-host.ts";

export type FakeHostOptions = {
  /** Answers the Engine API. `_ping` is answered already. Paths carry the version, e.g. `/v1.47/containers/json`. */
  docker?: http.RequestListener;
  /** Answers a request that asks to switch protocols. */
  upgrade?: (request: http.IncomingMessage, stream: Duplex) => void;
  apiVersion?: string;
  deadlines?: CallDeadlines;
  /** Streams that `dial` hands out; without an entry the answer is DialRefused. */
  listeners?: (address: DialAddress) => Duplex | undefined;
  freeBytes?: number;
};

export type FakeHost = DockerHost & {
  /** Ends the connection as a power loss does: listeners hear of it, later calls fail. */
  lose: () => void;
};

/**
 * A Host without a server: real dockerode and real HTTP over in-memory streams, answered by a function of the test. What passes here
 * about requests, streams and aborts passes over SSH.
 */
export async function createFakeHost(options: FakeHostOptions = {}): Promise<FakeHost> {
  const label = "fake@host:22";
  const { docker = notFound, apiVersion = "1.47", listeners } = options;
  const server = http.createServer((request, response) => {
    if (request.url === "/_ping") response.writeHead(200, { "api-version": apiVersion }).end("OK");
    else docker(request, response);
  });
  if (options.upgrade) server.on("upgrade", options.upgrade);
  const open = new Set<Duplex>();
  const lost = new Set<(fault: HostFault) => void>();
  let fault: HostFault | undefined;
  const connect = (): Duplex =>
    new ChannelSocket(async () => {
      if (fault) throw fault;
      const [ours, theirs] = duplexPair();
      server.emit("connection", theirs);
      return ours;
    });
  const openTracked = () => {
    const stream = connect();
    open.add(stream);
    return stream;
  };
  const agent = new DockerAgent({
    label,
    open: openTracked,
    limits: { short: 32, long: 512 },
    deadlines: options.deadlines,
  });
  const client = await openDockerClient(agent, { label });
  return {
    label,
    home: "/home/fake",
    ...client,
    dockerVia: "socket",
    files: createFakeFiles({
      directories: ["/home/fake", "/tmp"],
      ...(options.freeBytes ? { freeBytes: options.freeBytes } : {}),
    }),
    async dial(address) {
      if (fault) throw fault;
      refuseNowhere(address);
      const stream = listeners?.(address);
      if (!stream) throw new DialRefused(JSON.stringify(address), "refused");
      return stream;
    },
    onLost: (listener) => {
      lost.add(listener);
      return () => lost.delete(listener);
    },
    lose: () => {
      fault = lostFault(label, "the test took the server away");
      for (const stream of open) stream.destroy(fault);
      for (const listener of lost) listener(fault);
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
    },
  };
}

const notFound: http.RequestListener = (_request, response) => {
  response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify({ message: "no such thing" }));
};
