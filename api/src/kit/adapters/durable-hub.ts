import type { Hub, LiveEvent } from "../deps.ts";

// The little of the runtime that is used; its own types would replace the ones of Node for everyone.
type HubSocket = {
  accept(): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close" | "error", listener: () => void): void;
};
export type HubNamespace = {
  getByName(name: string): {
    fetch(url: string, init: { headers: Record<string, string> }): Promise<{ webSocket: HubSocket | null }>;
    publish(...messages: string[]): Promise<void>;
  };
};

const maxBacklog = 1_000;
const teamTopic = (teamId: string) => `team:${teamId}`;
const runnerTopic = (runnerId: string) => `runner:${runnerId}`;

async function connect(hubs: HubNamespace, topic: string): Promise<HubSocket> {
  const { webSocket } = await hubs.getByName(topic).fetch("https://hub/", { headers: { Upgrade: "websocket" } });
  if (!webSocket) throw new Error("The hub did not open a websocket.");
  webSocket.accept();
  return webSocket;
}

async function* eventsOf(hubs: HubNamespace, topic: string, { signal }: { signal: AbortSignal }) {
  const socket = await connect(hubs, topic);
  const backlog: LiveEvent[] = [];
  let isOver = false;
  let wake = () => {};
  const end = () => {
    isOver = true;
    wake();
  };
  socket.addEventListener("message", ({ data }) => {
    if (typeof data === "string") backlog.push(JSON.parse(data));
    wake();
  });
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  signal.addEventListener("abort", end);
  try {
    while (!isOver && !signal.aborted && backlog.length < maxBacklog) {
      const next = backlog.shift();
      if (next) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener("abort", end);
    socket.close(1000, "done");
  }
}

async function awaitWake(
  hubs: HubNamespace,
  runnerId: string,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
) {
  const socket = await connect(hubs, runnerTopic(runnerId));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.addEventListener("message", done);
    socket.addEventListener("close", done);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
  socket.close(1000, "done");
}

/**
 * Wake-ups between Worker isolates: one Durable Object a topic. Publishing never delays the answer and never fails it. What is published
 * at once goes in one call.
 */
export function createDurableHub(hubs: HubNamespace, background: (work: () => Promise<void>) => void): Hub {
  const untold = new Map<string, string[]>();
  const tell = (topic: string, message: string) => {
    const before = untold.get(topic);
    if (before) return void before.push(message);
    const messages = [message];
    untold.set(topic, messages);
    background(async () => {
      await Promise.resolve();
      untold.delete(topic);
      await hubs.getByName(topic).publish(...messages);
    });
  };
  return {
    publish: (teamId, event) => tell(teamTopic(teamId), JSON.stringify(event)),
    subscribe: (teamId, signal) => eventsOf(hubs, teamTopic(teamId), { signal }),
    wakeRunner: (runnerId) => tell(runnerTopic(runnerId), "{}"),
    awaitRunner: (runnerId, waitMs, signal) => awaitWake(hubs, runnerId, { waitMs, signal }),
  };
}
