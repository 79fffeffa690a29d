import { ContainerSettings, Procedure, type ProcedureName } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import { type Interruption, interruptionOf } from "../../rules/interruption.ts";
import { findFrozenRollout, listStartTimes } from "./rollouts.store.ts";

export type RolloutView = { procedure: ProcedureName; interruption: Interruption | null };
type Of = { teamId: string; resourceId: string };

/** How a deployment goes that was frozen already. One from before there was a choice overlaps. */
export async function rolloutOf(deps: Deps, { id, ...of }: Of & { id: string }): Promise<RolloutView> {
  const frozen = await findFrozenRollout(deps.db, of.teamId, id);
  const procedure = parseOr((value) => v.parse(Procedure, value), frozen?.procedure ?? "") ?? "overlap";
  const grace = ContainerSettings.entries.stopGraceSeconds;
  const stopGraceSeconds = parseOr((value) => v.parse(grace, value), frozen?.stopGraceSeconds ?? "") ?? 0;
  return toRollout(deps, { ...of, procedure, stopGraceSeconds });
}

type Chosen = Of & { procedure: ProcedureName; stopGraceSeconds: number };

/** Start times are read only where they matter. */
async function toRollout(
  { db }: Deps,
  { teamId, resourceId, procedure, stopGraceSeconds }: Chosen,
): Promise<RolloutView> {
  const lastStartsMs = procedure === "replace" ? await listStartTimes(db, teamId, resourceId) : [];
  return { procedure, interruption: interruptionOf({ procedure, stopGraceSeconds, lastStartsMs }) };
}
