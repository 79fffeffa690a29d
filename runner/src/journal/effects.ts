import type { DeployStepName } from "../../contract/index.ts";

/**
 * Every change a deployment makes outside the runner, by step and in order. Each is bracketed by a lease check and by failpoints;
 * the kill matrix is generated from this table.
 */
export const stepEffects = {
  connect: ["repair", "remove"],
  fetch: ["mirror"],
  build: ["image"],
  route: ["routes"],
  start: ["create", "start"],
  ready: [],
  flip: ["retire-name", "live-name"],
  verify: [],
  drain: [],
  retire: ["stop", "remove", "remove-images"],
} as const satisfies Record<DeployStepName, readonly string[]>;

/** Undoing and the small jobs have effects of their own, outside the matrix. */
type OtherEffect = "take-name" | "return-name" | "discard" | "network" | "proxy" | "restart";
export type EffectName = (typeof stepEffects)[DeployStepName][number] | OtherEffect;

/** Does one change at the target, if the lease still allows it. */
export type Effect = <T>(name: EffectName, work: () => Promise<T>) => Promise<T>;
