import type { AskedSpec, QuestionKind } from "./question.ts";

export const http: QuestionKind<"http"> = {
  question: ({ method, path, port, headers, bodyContains }, spec) => ({
    kind: "http",
    port: port ?? spec.container.port,
    method,
    path,
    headers: { ...probeHeaders(spec), ...Object.fromEntries(headers.map(({ name, value }) => [nameOf(name), value])) },
    text: bodyContains,
  }),
  accepts: (answer, { acceptFrom, acceptTo, bodyContains }) =>
    answer.kind === "status" &&
    answer.status >= acceptFrom &&
    answer.status <= acceptTo &&
    (bodyContains === null || answer.body.includes(bodyContains)),
  name: ({ method, path, port }) => `${method} ${path} on port ${port}`,
};

/** However it is written, it takes the place of ours. */
const nameOf = (name: string) => ours.find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;

/** What a request through the proxy would carry: frameworks refuse unknown hosts, and redirect what did not come by https. */
function probeHeaders(spec: AskedSpec): Record<string, string> {
  const route = spec.routes.find((each) => each.redirectTo === null && !each.host.startsWith("*.")) ?? spec.routes[0];
  const host = route?.host.replace(/^\*\./, "probe.") ?? `localhost:${spec.container.port}`;
  const scheme = route?.scheme ?? "http";
  return {
    Host: host,
    "X-Forwarded-Proto": scheme,
    "X-Forwarded-Host": host,
    "User-Agent": "fairlead-readiness",
    Accept: "*/*",
    Connection: "close",
  };
}

const ours = ["Host", "X-Forwarded-Proto", "X-Forwarded-Host", "User-Agent", "Accept"];
