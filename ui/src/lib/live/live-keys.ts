/** What the control plane tells open pages: ids and states only. */
export type LiveEvent =
  | { type: "deployment"; id: string; application: string; status: string }
  | { type: "step"; deployment: string; step: string; status: string }
  | { type: "resource"; id: string; kind: string; state: string }
  | { type: "bulk"; id: string; state: string }
  | { type: "server"; id: string; state: string }
  | { type: "runner"; id: string }
  | { type: "registry"; id: string; state: string }
  | { type: "member"; id: string }
  | { type: "delivery"; id: string; source: string; state: string };

/** Which loads an event makes stale, by the keys they declare with `depends`. */
export function staleKeys(event: LiveEvent): string[] {
  switch (event.type) {
    case "deployment":
      return [
        "live:deployments",
        `live:deployment:${event.id}`,
        "live:resources",
        `live:resource:${event.application}`,
      ];
    case "step":
      return [`live:deployment:${event.deployment}`];
    case "resource":
      return ["live:resources", `live:resource:${event.id}`];
    case "bulk":
      return ["live:bulks", `live:bulk:${event.id}`];
    case "server":
      return ["live:servers", `live:server:${event.id}`];
    case "registry":
      return ["live:registries"];
    case "runner":
      return ["live:runners", "live:servers"];
    // Whose role it was is not told: each page asks for its own.
    case "member":
      return ["live:me", "live:members"];
    case "delivery":
      return ["live:deliveries", `live:source:${event.source}`];
    // A newer control plane may tell of things this page does not know yet.
    default:
      return [];
  }
}
