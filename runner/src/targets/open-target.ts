import type { ServerTarget } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import type { Target } from "../ports/target.ts";
import { dockerTarget } from "./docker-target.ts";
import type { TargetTools } from "./target-tools.ts";

export type TargetRequest = {
  target: ServerTarget;
  /** Brackets every change. */
  effect: Effect;
  /** `none`: the traffic is directed by somebody else. */
  proxy: "caddy" | "none";
  signal: AbortSignal;
};

/** The one door to a server: connects, and chooses what drives it. `release` gives the connection back. */
export async function openTarget(tools: TargetTools, request: TargetRequest): Promise<Target> {
  const lease = await tools.hosts.acquire(request.target, request.signal);
  return dockerTarget(tools, {
    host: lease.host,
    release: lease.release,
    effect: request.effect,
    proxy: request.proxy,
  });
}
