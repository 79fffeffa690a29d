import type * as v from "valibot";
import type { RolloutAbility } from "../choose-procedure.ts";

type Body<K extends string> = v.GenericSchema<unknown, { kind: K; server: string }>;

/** All that both sides know of one way to reach what resources run on. Each is opened by one driver. */
export type TargetDefinition<K extends string, S extends Body<K>> = {
  kind: K;
  /** How it is named on the wire. */
  shape: S;
  /** Name or address of the machine; null: the runner's own. */
  host: (target: v.InferOutput<S>) => string | null;
  /** What the driver that opens it can do. */
  ability: RolloutAbility;
};

export const targetKind = <const K extends string, S extends Body<K>>(
  definition: TargetDefinition<K, S>,
): TargetDefinition<K, S> => definition;
