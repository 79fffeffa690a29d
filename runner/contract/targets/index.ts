import * as v from "valibot";
import type { RolloutAbility } from "../choose-procedure.ts";
import * as kinds from "./kinds.ts";

type Kinds = typeof kinds;
export type TargetKind = keyof Kinds;
export type TargetOf<K extends TargetKind> = v.InferOutput<Kinds[K]["shape"]>;

const targetKinds: { readonly [K in TargetKind]: Kinds[K] & { kind: K } } = kinds;

/** How the runner reaches a server. */
export const ServerTarget = v.variant(
  "kind",
  Object.values(targetKinds).map(({ shape }) => shape),
);
export type ServerTarget = v.InferOutput<typeof ServerTarget>;

/** What the driver of such a target can do: how a deployment there goes is decided by it. */
export const abilityOf = (kind: TargetKind): RolloutAbility => targetKinds[kind].ability;

type Targets = { [K in TargetKind]: TargetOf<K> };
const told: { readonly [K in TargetKind]: { host: (target: Targets[K]) => string | null } } = targetKinds;
const hostAs = <K extends TargetKind>(kind: K, target: Targets[K]) => told[kind].host(target);

/** Name or address of the machine; null: the runner's own. */
export const hostOf = (target: ServerTarget): string | null => hostAs(target.kind, target);
