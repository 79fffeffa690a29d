import type { WorkloadSpec } from "@fairlead/runner/contract";
import { buildKinds } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { openOr } from "../../kit/secrets/damaged-secret.ts";
import { frozenPlace } from "../../kit/secrets/secret-places.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import { spendVariables } from "../../resources/variables/pace-variables.ts";
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

/**
 * A release does not remember what was secret. Only a build whose Dockerfile may take a value by ARG tells; whatever else there was is
 * treated as a secret.
 */
export const wasPlain = ({ scope, argument }: WorkloadSpec["env"][number], { build }: Pick<WorkloadSpec, "build">) =>
  buildKinds[build.kind].asksByArgument && scope !== "runtime" && argument === "plain";
