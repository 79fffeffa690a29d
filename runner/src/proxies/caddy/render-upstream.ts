// pure

import type { Upstreams } from "../../ports/upstreams.ts";
import type { CaddyHandler, CaddyRoute } from "./caddy-config.ts";

const second = 1_000_000_000;
const millisecond = 1_000_000;

export const probeHeader = "X-Fairlead-Probe";
export const upstreamHeader = "X-Fairlead-Upstream";

/** Said by clients and believed by what is behind it, so only the proxy may say it. Caddy itself rewrites X-Forwarded-For, -Host and -Proto. */
const forbiddenHeaders = [
  "Forwarded",
  "X-Forwarded-Port",
  "X-Forwarded-Prefix",
  "X-Forwarded-Server",
  "X-Forwarded-Ssl",
  "X-Forwarded-User",
  "X-Original-Url",
  "X-Rewrite-Url",
  "X-Client-Ip",
  "X-Cluster-Client-Ip",
  "True-Client-Ip",
  "Remote-User",
  "X-Remote-User",
  "X-Client-Cert",
  probeHeader,
];

/** To the resource, with tries for as long as a flip may take. */
export function renderUpstream(upstreams: Upstreams, trust: Trust = {}): CaddyHandler {
  return renderProxy(upstreams, {
    ...trust,
    load_balancing: { try_duration: 5 * second, try_interval: 50 * millisecond },
  });
}

/** What is told of who answered. */
const toldUpstream = { [upstreamHeader]: ["{http.reverse_proxy.upstream.hostport}"] };

/**
 * The same way as users' requests: same name, same port, same cache of addresses. Who is asked is of interest and not the answer, so it is
 * asked once and not waited for long: a page may take its time, or never begin.
 */
export function renderProbe(upstreams: Upstreams): CaddyHandler {
  return renderProxy(upstreams, { answerHeaders: toldUpstream, transport: { response_header_timeout: 2 * second } });
}

/** A container that was reached and gave no answer was reached nevertheless. That it could not be reached begins with `dial`. */
export const renderSilentAnswer = (secret: Record<string, string[]>): CaddyRoute => ({
  match: [
    {
      header: secret,
      vars_regexp: {
        "{http.error.message}": {
          pattern: "^(?:EOF|unexpected EOF|read |http: server closed|net/http: timeout awaiting)",
        },
      },
    },
  ],
  handle: [{ handler: "static_response", status_code: "{http.error.status_code}", headers: toldUpstream }],
  terminal: true,
});

/** `client`: where the server has found out who asks; else whoever opened the connection. */
type Trust = { client?: string; trusted_proxies?: readonly string[] };
type Ways = Partial<Pick<ReverseProxy, "load_balancing" | "trusted_proxies">> & {
  client?: string;
  answerHeaders?: Record<string, string[]>;
  transport?: { response_header_timeout: number };
};
type ReverseProxy = Extract<CaddyHandler, { handler: "reverse_proxy" }>;

/**
 * The name and port are those of the entry that was found. The name is looked up again after 300 ms, and idle connections live one second:
 * after a flip both are over before the old container may stop. On one machine
 * a connection takes no time: one that waits half a second waits for a container that is gone, and the tries after it find the one that
 * took its place.
 */
function renderProxy(
  upstreams: Upstreams,
  { answerHeaders, transport, client = "{http.request.remote.host}", ...ways }: Ways,
): CaddyHandler {
  const [resource, port] = ["{http.regexp.entry.1}", "{http.regexp.entry.2}"];
  return {
    handler: "reverse_proxy",
    dynamic_upstreams: { source: "a", name: upstreams.serving(resource), port, refresh: "300ms" },
    // Used only while nobody holds the live name: for milliseconds in a flip, or until a runner that died in one is back.
    upstreams: [{ dial: `${upstreams.fallback(resource)}:${port}` }],
    // A container that died leaves an address that nobody answers at: give up early enough to ask the name again, several times.
    transport: {
      protocol: "http",
      dial_timeout: 500 * millisecond,
      keep_alive: { enabled: true, idle_timeout: second },
      ...transport,
    },
    ...ways,
    // Streams that do not declare themselves still reach the client in time.
    flush_interval: 50 * millisecond,
    headers: {
      request: { delete: forbiddenHeaders, set: { "X-Real-Ip": [client] } },
      ...(answerHeaders ? { response: { set: answerHeaders } } : {}),
    },
  };
}
