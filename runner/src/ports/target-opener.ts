import type { TargetKind, TargetOf } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import type { ServerProxy } from "./proxy.ts";
import type { Target } from "./target.ts";

export type OpenRequest<K extends TargetKind = TargetKind> = {
  target: TargetOf<K>;
  /** Brackets every change. */
  effect: Effect;
  /** `none`: the traffic is directed by somebody else. */
  proxy: "caddy" | "none";
  signal: AbortSignal;
};

/** Opens targets of one kind: what runs things there, what brings requests to them. `none` is the proxy where somebody else does. */
export type TargetOpener<K extends TargetKind, Tools> = (
  tools: Tools,
  request: OpenRequest<K> & { none: ServerProxy },
) => Promise<Target>;
