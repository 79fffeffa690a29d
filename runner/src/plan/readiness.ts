import type { HealthCheck, WorkloadSpec } from "../../contract/index.ts";

/** How an application without a health check is asked: it is ready when it accepts connections. */
const tcpCheck = { intervalMs: 50, timeoutMs: 5_000, successes: 1, deadlineMs: 60_000 } as const;

export type ProbeAnswer =
  | { kind: "status"; status: number; location: string | undefined }
  | { kind: "accepted" }
  | { kind: "refused" }
  | { kind: "timeout" }
  /** Connected, but what came back was no HTTP answer. */
  | { kind: "broken"; detail: string };

export type ReadinessRules = {
  /** null: ask by connecting only. */
  path: string | null;
  intervalMs: number;
  timeoutMs: number;
  successes: number;
  deadlineMs: number;
  accepts: (answer: ProbeAnswer) => boolean;
};

export function readinessRules(health: HealthCheck | null): ReadinessRules {
  if (!health) return { path: null, ...tcpCheck, accepts: (answer) => answer.kind === "accepted" };
  const { acceptFrom, acceptTo, ...rest } = health;
  return {
    ...rest,
    accepts: (answer) => answer.kind === "status" && answer.status >= acceptFrom && answer.status <= acceptTo,
  };
}

/** What a request through the proxy would carry: frameworks refuse unknown hosts, and redirect what did not come by https. */
export function probeHeaders(spec: Pick<WorkloadSpec, "routes" | "container">): Record<string, string> {
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

/** In words, for the log and for evidence. */
export function describeAnswer(answer: ProbeAnswer, at: { path: string | null; port: number }): string {
  const asked = at.path === null ? `port ${at.port}` : `GET ${at.path} on port ${at.port}`;
  switch (answer.kind) {
    case "status":
      return `${asked} answered ${answer.status}${answer.location ? ` to ${answer.location.slice(0, 200)}` : ""}`;
    case "accepted":
      return `${asked} accepts connections`;
    case "refused":
      return `${asked}: connection refused`;
    case "timeout":
      return `${asked}: no answer in time`;
    case "broken":
      return `${asked}: ${answer.detail.slice(0, 200)}`;
  }
}
