import type { Deps } from "../../kit/deps.ts";
import { measureGiven } from "./variables.store.ts";

const mebibyte = 1_048_576;

/**
 * Before values are opened or sealed: they cost by their size, a hundred times more than the request that asks for them. Throws `limit`
 * once the team had too many of them in this minute.
 */
export const spendVariables = (deps: Deps, teamId: string, { sizeBytes }: { sizeBytes: number }): Promise<void> =>
  deps.paces.spend(deps, "variableTraffic", { subject: teamId, amount: sizeBytes / mebibyte });

/** For all of one holder, and of the places that it is in: their sizes are read without them. */
export async function spendAllVariables(deps: Deps, teamId: string, of: { holderId: string }): Promise<void> {
  const { sizeBytes } = await measureGiven(deps.db, teamId, of);
  if (sizeBytes > 0) await spendVariables(deps, teamId, { sizeBytes });
}
