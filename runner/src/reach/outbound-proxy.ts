import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Endpoint, endpointName } from "./judge-addresses.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the operator gave the runner for an endpoint, as git's own library would choose it; undefined: none. */
export function outboundProxyFor(
  { host }: Endpoint,
  { scheme, environment }: { scheme: "http" | "https"; environment: Environment },
): URL | undefined {
  const named = (name: string) => environment[name] || environment[name.toUpperCase()];
  // Upper case is no name of this one: a web server hands its visitors' `Proxy:` header on by it.
  const own = scheme === "http" ? environment.http_proxy : named("https_proxy");
  const text = own || named("all_proxy");
  if (!text || isExempt(host, named("no_proxy") ?? "")) return undefined;
  return URL.parse(text.includes("://") ? text : `http://${text}`) ?? undefined;
}

function isExempt(host: string, list: string): boolean {
  return list.split(/[,\s]/).some((entry) => {
    const name = entry.replace(/^\./, "").toLowerCase();
    return name === "*" || (name !== "" && (host === name || host.endsWith(`.${name}`)));
  });
}

/** Asks the proxy for a way to an endpoint. The name goes with the question: behind a proxy only that knows where names lead. */
export async function connectThrough(proxy: URL, endpoint: Endpoint): Promise<Socket> {
  if (!/^https?:$/.test(proxy.protocol))
    throw new Error(`an outbound proxy of the kind ${proxy.protocol} is not known`);
  const isTls = proxy.protocol === "https:";
  const to = { host: proxy.hostname.replace(/^\[|\]$/g, ""), port: Number(proxy.port || (isTls ? 443 : 80)) };
  const socket = isTls ? connectTls({ ...to, servername: to.host }) : connectPlain(to);
  const name = endpointName(endpoint);
  const user = decodeURIComponent(proxy.username);
  const login =
    user === "" ? "" : `Proxy-Authorization: Basic ${btoa(`${user}:${decodeURIComponent(proxy.password)}`)}\r\n`;
  socket.write(`CONNECT ${name} HTTP/1.1\r\nHost: ${name}\r\n${login}\r\n`);
  const { head, rest } = await readHead(socket);
  const status = /^HTTP\/1\.[01] ([0-9]{3})/.exec(head)?.[1];
  if (status?.startsWith("2")) {
    if (rest.length > 0) socket.unshift(rest);
    return socket;
  }
  socket.destroy();
  throw new Error(`the outbound proxy answered ${status ?? "something else than HTTP"}`);
}

const maxHeadBytes = 16_384;

function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const stop = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const closed = () => stop(new Error("the outbound proxy closed the connection"));
    const read = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1 && bytes.length > maxHeadBytes) return stop(new Error("the outbound proxy's answer is too long"));
      if (end === -1) return;
      socket.off("data", read).off("error", stop).off("close", closed);
      socket.pause();
      resolve({ head: bytes.toString("latin1", 0, end), rest: bytes.subarray(end + 4) });
    };
    socket.on("data", read).on("error", stop).on("close", closed);
  });
}
