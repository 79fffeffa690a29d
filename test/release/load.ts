import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { Socket } from "node:net";

export type LoadTarget = { host: string; ip: string };
export type LoadReport = { requests: number; failed: string[]; versions: string[] };
export type Load = { seen: () => { requests: number; failed: number }; stop: () => Promise<LoadReport> };

type Shape = { method: "GET" | "POST"; path: string; clients: number };

/** Clients that keep one connection each and never retry: what a reload or a careless swap breaks. */
const shapes: readonly Shape[] = [
  { method: "GET", path: "/", clients: 12 },
  { method: "POST", path: "/echo", clients: 12 },
  { method: "GET", path: "/slow?ms=1500", clients: 6 },
];

/** Connections that are nearly always between two requests or at one. */
export const keptConnections = shapes.reduce((sum, { clients }) => sum + clients, 0);

/** Asks as fast as it gets answers, until stopped. */
export function startLoad(target: LoadTarget): Load {
  const report: LoadReport = { requests: 0, failed: [], versions: [] };
  let isStopped = false;
  const client = async (shape: Shape) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!isStopped) {
      report.requests += 1;
      try {
        const { status, version } = await exchange(agent, target, shape);
        if (status !== 200) report.failed.push(`${shape.method} ${shape.path}: ${status}`);
        else if (version && !report.versions.includes(version)) report.versions.push(version);
      } catch (error) {
        report.failed.push(`${shape.method} ${shape.path}: ${String(error)}`);
      }
    }
    agent.destroy();
  };
  const clients = shapes.flatMap((shape) => Array.from({ length: shape.clients }, () => client(shape)));
  return {
    seen: () => ({ requests: report.requests, failed: report.failed.length }),
    stop: async () => {
      isStopped = true;
      await Promise.all(clients);
      return report;
    },
  };
}

function exchange(agent: http.Agent, { host, ip }: LoadTarget, { method, path }: Shape) {
  const body = method === "POST" ? randomBytes(64).toString("hex") : undefined;
  return new Promise<{ status: number; version: string | undefined }>((resolve, reject) => {
    const asked = http.request(
      { agent, host: ip, method, path, headers: { Host: host }, timeout: 10_000 },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const isWhole = body === undefined || Buffer.concat(chunks).toString() === body;
          const version = answer.headers["x-version"];
          resolve({
            status: isWhole ? (answer.statusCode ?? 0) : -1,
            version: typeof version === "string" ? version : undefined,
          });
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer within 10 s")));
    asked.on("error", reject);
    asked.end(body);
  });
}

export type Events = { stop: () => { events: number; streams: number; broken: string[] } };

/** A server-sent event stream that is opened again whenever it ends in order. */
export function startEvents({ host, ip }: LoadTarget): Events {
  const seen = { events: 0, streams: 0, broken: [] as string[] };
  let isStopped = false;
  let current: http.ClientRequest | undefined;
  const open = () => {
    if (isStopped) return;
    seen.streams += 1;
    const fail = (error: Error) => {
      if (!isStopped) seen.broken.push(error.message);
    };
    current = http.request({ host: ip, path: "/sse", headers: { Host: host }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) seen.broken.push(`status ${answer.statusCode}`);
      answer.on("data", (chunk: Buffer) => {
        seen.events += chunk.toString().split("data: ").length - 1;
      });
      answer.on("error", fail);
      answer.on("end", open);
    });
    current.on("error", fail);
    current.end();
  };
  open();
  return {
    stop: () => {
      isStopped = true;
      current?.destroy();
      return seen;
    },
  };
}

export type Socketed = {
  /** Sends a short text and resolves with what comes back. */
  echo: (text: string) => Promise<string>;
  /** The close code, once the other side has closed; undefined when it just broke. */
  closed: Promise<number | undefined>;
};

/** A websocket, spoken by hand: the client that Node brings cannot send a Host of its own. */
export async function openWebsocket({ host, ip }: LoadTarget): Promise<Socketed> {
  const headers = {
    Host: host,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
  };
  const asked = http.request({ host: ip, path: "/ws", headers, agent: false });
  asked.end();
  const [, socket]: [unknown, Socket] = (await once(asked, "upgrade")) as [unknown, Socket];
  const { promise: closed, resolve: tellClosed } = Promise.withResolvers<number | undefined>();
  const texts: ((text: string) => void)[] = [];
  socket.on("error", () => tellClosed(undefined));
  socket.on("close", () => tellClosed(undefined));
  socket.on("data", (frame: Buffer) => {
    const opcode = (frame[0] ?? 0) & 0x0f;
    const payload = frame.subarray(2, 2 + ((frame[1] ?? 0) & 0x7f));
    if (opcode === 8) tellClosed(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
    else texts.shift()?.(payload.toString());
  });
  return {
    closed,
    echo: (text) =>
      new Promise((resolve) => {
        texts.push(resolve);
        // A mask of zeros is a mask.
        socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]));
      }),
  };
}
