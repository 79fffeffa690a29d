import http from "node:http";
import https from "node:https";

/** What we need of an answer; a `Response` is one too. */
export type PostAnswer = {
  status: number;
  ok: boolean;
  headers: { get: (name: string) => string | null };
  body: AsyncIterable<Uint8Array> | null;
};
export type PostRequest = { headers: Record<string, string>; body: string; signal: AbortSignal };
export type Post = (url: string, request: PostRequest & { method: "POST"; redirect: "error" }) => Promise<PostAnswer>;

const options = { keepAlive: true, maxFreeSockets: 4 };
const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };

/**
 * Posts over kept connections. Redirects are answers. Not `fetch`: that is a second HTTP client inside Node, and twice as large in
 * memory as all else a resting runner needs. Throws what broke the exchange, or the signal's reason.
 */
export const post: Post = (url, { headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const isSecure = protocol === "https:";
    const { request } = isSecure ? https : http;
    const agent = agents[isSecure ? "https:" : "http:"];
    const length = { "Content-Length": String(Buffer.byteLength(body)) };
    const sent = request(url, { method: "POST", agent, headers: { ...headers, ...length }, signal });
    sent.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    sent.on("response", (answer) => {
      // node:http lets go of the signal once the headers are in.
      const abort = () => answer.destroy(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      answer.once("close", () => signal.removeEventListener("abort", abort));
      resolve(toAnswer(answer));
    });
    sent.end(body);
  });

function toAnswer(answer: http.IncomingMessage): PostAnswer {
  const status = answer.statusCode ?? 0;
  const get = (name: string) => {
    const value = answer.headers[name.toLowerCase()];
    return typeof value === "string" ? value : null;
  };
  return { status, ok: status >= 200 && status < 300, headers: { get }, body: answer };
}
