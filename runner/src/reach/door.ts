import { randomBytes, timingSafeEqual } from "node:crypto";
import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connectWithin } from "./connect.ts";
import { OutOfReach, type Resolve } from "./find-way.ts";
import { type Endpoint, endpointName, type Reach } from "./judge-addresses.ts";

/** What kept a program from an endpoint. The program itself learns a number only. */
export type Trouble =
  | { kind: "out-of-reach"; error: OutOfReach }
  | { kind: "unreachable"; endpoint: Endpoint; detail: string };

export type Passage = {
  /** For `http_proxy` and `https_proxy`: with it a program goes through the door, and reaches what this passage may. */
  proxyUrl: string;
  /** The last thing that went wrong since `forget`. */
  trouble: () => Trouble | undefined;
  forget: () => void;
};

/**
 * A proxy on a loopback port for programs that resolve names by themselves, like git: it resolves, judges and connects in their place, so
 * that redirects, submodules and names that change between two look-ups end where they may. Other programs of the machine get no passage.
 */
export type Door = { open: (reach: Reach) => Promise<Passage>; close: () => void };

type Ticket = { reach: Reach; trouble: Trouble | undefined };
type Options = {
  resolve: Resolve;
  environment: Readonly<Record<string, string | undefined>>;
  connectTimeoutMs?: number;
};

/** Work that is older than this many later passages has long ended. */
const maxTickets = 4_096;

export function createDoor({ resolve, environment, connectTimeoutMs: timeoutMs = 30_000 }: Options): Door {
  const tickets = new Map<string, Ticket>();
  let listening: Promise<{ server: Server; port: number }> | undefined;
  const connect = async (ticket: Ticket, { endpoint, scheme }: Wanted): Promise<Socket | number> => {
    try {
      return await connectWithin(endpoint, { reach: ticket.reach, resolve, environment, timeoutMs, scheme });
    } catch (error) {
      const isOut = error instanceof OutOfReach;
      const detail = error instanceof Error ? error.message : String(error);
      ticket.trouble = isOut ? { kind: "out-of-reach", error } : { kind: "unreachable", endpoint, detail };
      return isOut ? 403 : 502;
    }
  };
  const start = async () => {
    const server = createServer((request, response) => {
      void forward(request, response, { ticket: ticketOf(tickets, request), connect });
    });
    server.on("connect", (request: IncomingMessage, client: Duplex, head: Buffer) => {
      void tunnel({ request, client, head }, { ticket: ticketOf(tickets, request), connect });
    });
    server.unref();
    await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
    const address = server.address();
    return { server, port: typeof address === "object" && address ? address.port : 0 };
  };
  return {
    open: async (reach) => {
      listening ??= start();
      const { port } = await listening;
      const name = randomBytes(24).toString("hex");
      const ticket: Ticket = { reach, trouble: undefined };
      tickets.set(name, ticket);
      const [oldest] = tickets.keys();
      if (tickets.size > maxTickets && oldest !== undefined) tickets.delete(oldest);
      return {
        proxyUrl: `http://fairlead:${name}@127.0.0.1:${port}`,
        trouble: () => ticket.trouble,
        forget: () => {
          ticket.trouble = undefined;
        },
      };
    },
    close: () => {
      void listening?.then(({ server }) => {
        server.closeAllConnections();
        server.close();
      });
    },
  };
}

function ticketOf(tickets: ReadonlyMap<string, Ticket>, { headers }: IncomingMessage): Ticket | undefined {
  const [, login = ""] = /^Basic ([A-Za-z0-9+/=]{1,200})$/.exec(headers["proxy-authorization"] ?? "") ?? [];
  const [, name = ""] = Buffer.from(login, "base64").toString("latin1").split(":");
  for (const [known, ticket] of tickets) {
    if (isSame(known, name)) return ticket;
  }
  return undefined;
}

/** Of what is compared the bytes are counted: a name may have as many characters as a ticket and more bytes. */
function isSame(known: string, given: string): boolean {
  const [one, other] = [Buffer.from(known), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

type Wanted = { endpoint: Endpoint; scheme: "http" | "https" };
type Through = {
  ticket: Ticket | undefined;
  connect: (ticket: Ticket, wanted: Wanted) => Promise<Socket | number>;
};

const unauthorised = 'Proxy-Authenticate: Basic realm="fairlead"';

async function tunnel(
  { request, client, head }: { request: IncomingMessage; client: Duplex; head: Buffer },
  { ticket, connect }: Through,
): Promise<void> {
  client.on("error", () => undefined);
  const answer = (line: string) => client.end(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  if (!ticket) return void answer(`407 Proxy Authentication Required\r\n${unauthorised}`);
  const endpoint = endpointOf(`https://${request.url ?? ""}`);
  if (!endpoint) return void answer("400 Bad Request");
  const way = await connect(ticket, { endpoint, scheme: "https" });
  if (typeof way === "number") return void answer(`${way} Not Reached`);
  // Whoever left meanwhile is not heard to close any more.
  if (client.destroyed) return void way.destroy();
  way.on("error", () => client.destroy());
  way.on("close", () => client.destroy());
  client.on("close", () => way.destroy());
  client.write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (head.length > 0) way.write(head);
  client.pipe(way).pipe(client);
}

/** Plain http, where the operator allows it. */
async function forward(request: IncomingMessage, response: ServerResponse, { ticket, connect }: Through) {
  const refuse = (status: number, headers = {}) =>
    response.writeHead(status, { connection: "close", ...headers }).end();
  if (!ticket) return refuse(407, { "proxy-authenticate": 'Basic realm="fairlead"' });
  const url = URL.parse(request.url ?? "");
  const endpoint = url?.protocol === "http:" ? endpointOf(url.href) : undefined;
  if (!url || !endpoint) return refuse(400);
  const way = await connect(ticket, { endpoint, scheme: "http" });
  if (typeof way === "number") return refuse(way);
  if (response.destroyed) return void way.destroy();
  const { "proxy-authorization": _, "proxy-connection": __, ...headers } = request.headers;
  const onwards = ask({
    method: request.method ?? "GET",
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, connection: "close" },
    createConnection: () => way,
  });
  onwards.on("error", () => response.destroy());
  onwards.on("response", (answer) => {
    const { statusCode = 0 } = answer;
    // Any three digits are read as a status; what is none cannot be told on, and trying to would end the runner.
    if (statusCode < 200) {
      answer.destroy();
      return void refuse(502);
    }
    response.writeHead(statusCode, answer.headers);
    answer.pipe(response);
  });
  response.on("close", () => way.destroy());
  request.pipe(onwards);
}

function endpointOf(text: string): Endpoint | undefined {
  const url = URL.parse(text);
  if (!url?.hostname) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return { host, port: Number(url.port || (url.protocol === "https:" ? 443 : 80)) };
}

/** One sentence for everything that is out of reach: whatever lies there, and whether anything does, it reads the same. */
export const outOfReachWords = ({ endpoint, why }: OutOfReach): { sentence: string; nextAction: string } => ({
  sentence: `${endpointName(endpoint)} is not reached from here: it lies in an inner network.`,
  nextAction:
    why === "metadata"
      ? "The metadata of a cloud is never reached. Use the address of a git server."
      : why === "policy"
        ? 'Add the host to "privateHosts" in policy.json in the runner\'s state folder and restart the runner, if this is meant to be allowed.'
        : "An admin of the team gives it to a source as its address, and the repository is taken from that source.",
});
