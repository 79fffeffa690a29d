import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { readOrder } from "./child.ts";

// A program of its own: calls a webhook at a fixed rate, whatever the answers take, each call a delivery nobody has seen before.

export type FloodOrder = {
  url: string;
  secret: string;
  /** GitHub's headers and body of a push whose commit is `commit`. */
  headers: Record<string, string>;
  body: string;
  commit: string;
  perSecond: number;
  seconds: number;
};
export type FloodAnswer = {
  sent: number;
  /** How often each status was answered; `error` for none. */
  statuses: Record<string, number>;
  /** From the moment it was handed to the connections, whether one was free or not, until its answer had ended. */
  latenciesMs: number[];
  elapsedMs: number;
};

const tickMs = 2;
/** Calls that are not answered this long after the last was sent count as lost. */
const patienceMs = 20_000;

function flood({ url, secret, headers, body, commit, perSecond, seconds }: FloodOrder): Promise<FloodAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const total = perSecond * seconds;
  const statuses: Record<string, number> = {};
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  let sent = 0;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(giveUp);
      agent.destroy();
      resolve({ sent, statuses, latenciesMs, elapsedMs: performance.now() - startedAt });
    };
    const giveUp = setTimeout(end, seconds * 1_000 + patienceMs);
    const note = (status: string, sentAt: number) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      latenciesMs.push(performance.now() - sentAt);
      if (latenciesMs.length === total) end();
    };
    const send = () => {
      const text = body.replaceAll(commit, randomBytes(20).toString("hex"));
      const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
      const own = { "x-github-delivery": randomUUID(), "x-hub-signature-256": signature };
      const sentAt = performance.now();
      const call = request(url, { method: "POST", agent, headers: { ...headers, ...own } });
      call.on("response", (answer) => answer.resume().on("end", () => note(String(answer.statusCode), sentAt)));
      call.on("error", () => note("error", sentAt));
      call.end(text);
    };
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000));
      for (; sent < due; sent++) send();
      if (sent === total) clearInterval(timer);
    }, tickMs);
  });
}

process.stdout.write(JSON.stringify(await flood(await readOrder<FloodOrder>())), () => process.exit());
