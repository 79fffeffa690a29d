import type { Deps } from "../../kit/deps.ts";
import { measureVariables } from "./variables.store.ts";

const mebibyte = 1_048_576;

/**
 * Before values are opened or sealed: they cost by their size, a hundred times more than the request that asks for them. Throws `limit`
 * once the team had too many of them in this minute.
 */
export const spendVariables = (deps: Deps, teamId: string, { sizeBytes }: { sizeBytes: number }): Promise<void> =>
  deps.paces.spend(deps, "variableTraffic", { subject: teamId, amount: sizeBytes / mebibyte });

/** For all of an application: their sizes are read without them. */
export async function spendAllVariables(deps: Deps, teamId: string, of: { resourceId: string }): Promise<void> {
  const { sizeBytes } = await measureVariables(deps.db, teamId, of);
  if (sizeBytes > 0) await spendVariables(deps, teamId, { sizeBytes });
}
