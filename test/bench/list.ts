import autocannon from "autocannon";
import { readOrder } from "../support/load/child.ts";

// A program of its own: asks for one address again and again over some connections, each as soon as it has its answer.

export type ListOrder = { url: string; token: string; connections: number; seconds: number };
export type ListAnswer = { perSecond: number; failed: number; asked: number; p99Ms: number };

const { url, token, connections, seconds } = await readOrder<ListOrder>();
const headers = { authorization: `Bearer ${token}` };
const result = await autocannon({ url, connections, duration: seconds, headers });
const answer: ListAnswer = {
  perSecond: result.requests.total / result.duration,
  failed: result.non2xx + result.errors + result.timeouts,
  asked: result.requests.total,
  p99Ms: result.latency.p99,
};
process.stdout.write(JSON.stringify(answer));
