import { request as askHttp, type IncomingMessage } from "node:http";
import { request as askHttps } from "node:https";
import { connect as connectTls } from "node:tls";
import { isAddress } from "../../contract/index.ts";
import { type Connecting, connectWithin } from "./connect.ts";

export type Question = {
  url: string;
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
};
export type Exchanging = Connecting & {
  allowHttp: boolean;
  /** PEM of every authority that is trusted. */
  authorities: string[];
};

const maxRedirects = 5;

/**
 * Asks over http within what may be reached. Redirects are followed by the same rule; headers that sign in stay with the origin that they
 * were given for. Throws OutOfReach, or an error of the network.
 */
export async function exchange(question: Question, of: Exchanging): Promise<IncomingMessage> {
  let { url, headers } = question;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await ask({ ...question, url, headers }, of);
    const { location } = answer.headers;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)) return answer;
    answer.destroy();
    const next = new URL(location, url);
    if (next.origin !== new URL(url).origin) headers = withoutSignIn(headers);
    url = next.href;
  }
  throw new Error(`more than ${maxRedirects} redirects`);
}

const kept = new Set(["accept", "content-type", "range", "user-agent"]);
const withoutSignIn = (headers: Question["headers"]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => kept.has(name.toLowerCase())));

async function ask({ url: text, method, headers, body, signal }: Question, of: Exchanging): Promise<IncomingMessage> {
  const url = new URL(text);
  const isTls = url.protocol === "https:";
  if (!isTls && !(url.protocol === "http:" && of.allowHttp)) throw new Error(`${url.protocol} is not allowed`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const endpoint = { host, port: Number(url.port || (isTls ? 443 : 80)) };
  const way = await connectWithin(endpoint, { ...of, scheme: isTls ? "https" : "http" });
  // The name and not the address: what is connected to has to prove that it is who was asked for.
  const socket = isTls
    ? connectTls({ socket: way, host, ...(isAddress(host) ? {} : { servername: host }), ca: of.authorities })
    : way;
  return new Promise((resolve, reject) => {
    const send = isTls ? askHttps : askHttp;
    const asking = send(url, {
      method,
      headers: { ...headers, connection: "close" },
      createConnection: () => socket,
      signal,
    });
    asking.setTimeout(of.timeoutMs, () => asking.destroy(new Error("it did not answer in time")));
    asking.on("error", reject).on("response", resolve).end(body);
  });
}
