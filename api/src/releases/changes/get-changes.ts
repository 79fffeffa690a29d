import { DamagedValue } from "@fairlead/db";
import type { WorkloadSpec } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { readReleasable } from "../../resources/kinds/read-releasable.ts";
import type { Releasable } from "../../resources/releasing/releasing.ts";
import { AppError } from "../../rules/errors.ts";
import { type Actor, may } from "../../rules/permissions.ts";
import { releaseChanges } from "../../rules/release-changes.ts";
import { unresolvedCode } from "../../rules/resolve-variable.ts";
import { resourceNotFound } from "../../rules/resource-words.ts";
import { bothSides } from "./both-sides.ts";
import type { ChangesView } from "./changes.schemas.ts";
import { findCompared, findServing, type ServingRow } from "./changes.store.ts";
import { damagedRelease } from "./serving-variables.ts";

/** What a deployment now would change of an application, against the release that serves. What cannot be read is told as its problem. */
export async function getChanges(deps: Deps, actor: Actor, { id }: { id: string }): Promise<ChangesView> {
  const place = await allowOn(actor, "resource.view", locateResource(deps.db, actor.teamId, id));
  const known = await findCompared(deps.db, actor.teamId, id);
  if (!known) throw resourceNotFound(id);
  const { name, activeNumber } = known;
  const told = { applicationId: id, applicationName: name, activeNumber, changes: [], problem: null };
  if (activeNumber === null) return told;
  try {
    return { ...told, ...(await compare(deps, { teamId: actor.teamId, id, maySee: may(actor, "value.view", place) })) };
  } catch (error) {
    // Of one that is damaged the others of its environment must not suffer.
    if (error instanceof DamagedValue || isDamage(error)) return { ...told, problem: error.message };
    throw error;
  }
}

const isDamage = (error: unknown): error is AppError =>
  error instanceof AppError && [damagedRelease, "variable.damaged", unresolvedCode].includes(error.code);

async function compare(deps: Deps, { teamId, id, maySee }: { teamId: string; id: string; maySee: boolean }) {
  const [now, serving] = await Promise.all([readReleasable(deps.db, teamId, id), findServing(deps.db, teamId, id)]);
  if (!serving) return { changes: [] };
  const next = nextSpec(now, serving);
  if (typeof next === "string") return { problem: next };
  const { rows, canUndo } = now;
  const changes = releaseChanges(await bothSides(deps, { rows, serving, next, maySee }));
  return { changes: changes.map((each) => (each.area === "settings" && !canUndo ? { ...each, canUndo } : each)) };
}

/** As a deployment of this moment would be frozen, or why there would be none. */
function nextSpec({ compile }: Releasable, serving: ServingRow): WorkloadSpec | string {
  try {
    return compile({ deployment: serving.id, number: serving.number, commit: null, noCache: false });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
