import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { createApp } from "../app.ts";
import { createUi } from "../kit/adapters/ui-files.ts";
import { ConfigError } from "../kit/config.ts";
import type { Client, Deps } from "../kit/deps.ts";

type Options = {
  app: ReturnType<typeof createApp>;
  deps: Deps;
  host: string;
  port: number;
  uiFolder: string;
  /** The bundled runner, for other machines to install. */
  runnerFile: string;
  /** Header in which the operator's own proxy names the client; null when clients connect directly. */
  clientIpHeader: string | null;
  senders?: SenderLimits;
};
/** `connectionsCheckingInterval`: how often is looked who is over the other two. */
type SenderLimits = { headersTimeout: number; requestTimeout: number; connectionsCheckingInterval: number };
export type NodeServer = { close(): Promise<void> };

const isForApp = (path: string) => path.startsWith("/api/") || path === "/install/runner.sh";
/** How long running requests may take to end when the process is asked to stop. */
const graceMs = 5_000;

/** Slow senders give their place back; long answers (streams, long polls) are not limited. */
const usualSenders: SenderLimits = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

/** A proxy appends what it saw, so only the last entry of its header is its own word. */
const namedBy = (request: Request, header: string | null) =>
  (header && request.headers.get(header)?.split(",").at(-1)?.trim()) || undefined;

const cannotListen: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: (port) => `PORT is ${port}, which is taken by another program; stop it or choose another`,
  EACCES: (port) => `PORT is ${port}, which is kept for the administrator of this machine; choose one above 1023`,
  EADDRNOTAVAIL: (_, host) => `FAIRLEAD_HOST is ${host}, which is no address of this machine`,
  ENOTFOUND: (_, host) => `FAIRLEAD_HOST is ${host}, which is no address that is known here`,
};

/** Serves app and interface until closed. Throws ConfigError when the address cannot be had. */
export async function listen({
  app,
  deps,
  host,
  port,
  clientIpHeader,
  senders,
  ...files
}: Options): Promise<NodeServer> {
  const ui = createUi({
    folder: files.uiFolder,
    runnerFile: files.runnerFile,
    isHttps: deps.config.url.startsWith("https:"),
  });
  const closing = new AbortController();
  const answer = getRequestListener((request, { incoming }) => {
    if (!isForApp(new URL(request.url).pathname)) return ui.fetch(request);
    const ip = namedBy(request, clientIpHeader) ?? incoming.socket.remoteAddress ?? null;
    const client: Client = { ip, userAgent: request.headers.get("User-Agent") };
    return app.fetch(request, { deps, client, closing: closing.signal });
  });
  const limits = { keepAliveTimeout: 65_000, maxHeaderSize: 16_384, ...(senders ?? usualSenders) };
  const server = createServer(limits, (incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(port, host);
  await once(server, "listening").catch((error: unknown) => {
    const explain = error instanceof Error && "code" in error ? cannotListen[String(error.code)] : undefined;
    throw explain ? new ConfigError([explain(port, host)]) : error;
  });
  return {
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(force);
}
