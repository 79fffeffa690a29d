import { randomBytes } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { readOrder } from "../support/load/child.ts";

// A program of its own: users of an application who keep their connections and never try anything twice. Every kind of traffic that a
// change of version could break, each counted by itself.

export type TrafficOrder = { ip: string; host: string };
export type Tally = { done: number; failed: number; reasons: string[] };
export type TrafficAnswer = Record<"get" | "post" | "slow" | "events" | "websocket", Tally>;

const { ip, host } = await readOrder<TrafficOrder>();
const over = new AbortController();
process.once("SIGTERM", () => over.abort());
const isOver = () => over.signal.aborted;

type Asked = { agent: Agent; method?: string; path: string; body?: string; headers?: Record<string, string> };

/** The answer as soon as its head is there. */
function ask({ agent, method = "GET", path, body, headers }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: ip, method, path, headers: { host, ...headers } });
    asked.on("response", resolve);
    asked.on("error", reject);
    asked.end(body);
  });
}

async function whole(asked: Asked): Promise<void> {
  const answer = await ask(asked);
  const text = (await answer.toArray()).join("");
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text.slice(0, 100)}`);
  if (asked.body !== undefined && text !== asked.body) throw new Error("the answer is not what was sent");
}

/** Open until the application itself ends it; then a client comes back. */
async function events(asked: Asked): Promise<void> {
  const answer = await ask(asked);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}`);
  const leave = () => answer.destroy();
  over.signal.addEventListener("abort", leave);
  try {
    for await (const chunk of answer) if (!String(chunk).includes("data: ")) throw new Error("not an event");
  } catch (error) {
    if (!isOver()) throw error;
  } finally {
    over.signal.removeEventListener("abort", leave);
  }
}

const closeFrame = 0x88;

/** Says something four times a second; must be answered, until the application says goodbye. */
function websocket(): Promise<void> {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString("base64");
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": key,
    };
    const asked = request({ agent: false, host: ip, path: "/", headers: { host, ...upgrade } });
    asked.on("response", (answer) => reject(new Error(`${answer.statusCode} to an upgrade`)));
    asked.on("error", reject);
    asked.on("upgrade", (_, socket: Duplex) => {
      let unanswered = 0;
      let isEnded = false;
      const say = setInterval(() => {
        if (isOver() || isEnded) return void socket.destroy();
        if (++unanswered > 8) return void socket.destroy(new Error("no echo for two seconds"));
        // A masked text frame of one letter, with a mask of zeros.
        socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x78]));
      }, 250);
      socket.on("data", (frame: Buffer) => {
        unanswered = 0;
        isEnded ||= frame.includes(closeFrame);
      });
      socket.on("error", reject);
      socket.on("close", () => {
        clearInterval(say);
        if (isEnded || isOver()) resolve();
        else reject(new Error("closed without a goodbye"));
      });
    });
    asked.end();
  });
}

/** Some users at once, each on a connection of its own, one thing after the other. */
async function users(howMany: number, once: (agent: Agent) => Promise<void>): Promise<Tally> {
  const tally: Tally = { done: 0, failed: 0, reasons: [] };
  const user = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!isOver()) {
      await once(agent).then(
        () => tally.done++,
        (error: Error) => {
          tally.failed++;
          if (tally.reasons.length < 5) tally.reasons.push(error.message);
        },
      );
      await delay(5);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: howMany }, user));
  return tally;
}

const letter = "x".repeat(1_000);
const [get, post, slow, streams, sockets] = await Promise.all([
  users(10, (agent) => whole({ agent, path: "/" })),
  users(10, (agent) => whole({ agent, method: "POST", path: "/echo", body: letter })),
  users(4, (agent) => whole({ agent, path: "/slow?ms=700" })),
  users(4, (agent) => events({ agent, path: "/sse" })),
  users(4, () => websocket()),
]);
const answer: TrafficAnswer = { get, post, slow, events: streams, websocket: sockets };
process.stdout.write(JSON.stringify(answer), () => process.exit());
