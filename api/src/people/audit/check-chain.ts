import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { verifyChain } from "./verify-chain.ts";

/** A piece of the team's chain, behind `after`. */
export async function checkChain(
  deps: Pick<Deps, "db" | "secrets">,
  actor: Actor,
  query: { after?: number | undefined },
) {
  allowInTeam(actor, "audit.view");
  return verifyChain(deps, actor.teamId, query);
}
