import type { WorkloadSpec } from "@fairlead/runner/contract";
import { buildKinds } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { openOr } from "../../kit/secrets/damaged-secret.ts";
import { frozenPlace, valuePlace } from "../../kit/secrets/secret-places.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import { spendVariables } from "../../resources/variables/pace-variables.ts";
import { damagedVariable } from "../../resources/variables/variable-rules.ts";
import { conflict } from "../../rules/errors.ts";
import { type FrozenVariables, readFrozen } from "../../rules/frozen-variables.ts";
import type { ServingRow } from "./changes.store.ts";

export const damagedRelease = "deployment.damaged";
const damaged = (): never => {
  throw conflict(damagedRelease, "The stored variables of the release that serves cannot be read. Deploy again.");
};

type Release = { serving: Pick<ServingRow, "id" | "variables" | "spec">; rows: SharedRows };

/** What the release that serves was made with. */
export async function openServing(deps: Deps, { serving, rows }: Release): Promise<FrozenVariables> {
  const { teamId } = rows.resource;
  await spendVariables(deps, teamId, { sizeBytes: serving.variables.length });
  const place = { ...frozenPlace(serving.id), team: teamId };
  const text = await openOr(deps.secrets, rows.wrappedKey, { place, sealed: serving.variables }).catch(damaged);
  return parseOr(readFrozen, text) ?? damaged();
}

/** The value of a variable as it is stored now. */
export function openNow(deps: Deps, rows: SharedRows, { id, key, value }: SharedRows["variables"][number]) {
  const place = { ...valuePlace(id), team: rows.resource.teamId };
  return deps.secrets.open(rows.wrappedKey, place, value).catch(() => Promise.reject(damagedVariable(key)));
}

/**
 * A release does not remember what was secret. Only a build whose Dockerfile may take a value by ARG tells; whatever else there was is
 * treated as a secret.
 */
export const wasPlain = ({ scope, argument }: WorkloadSpec["env"][number], { build }: Pick<WorkloadSpec, "build">) =>
  buildKinds[build.kind].asksByArgument && scope !== "runtime" && argument === "plain";
