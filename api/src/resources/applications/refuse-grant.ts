import type { Capability } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, mayInTeam } from "../../rules/permissions.ts";

type Grant = { given: readonly Capability[]; before: readonly Capability[] };

/**
 * A capability is an admin's to give: it is more of the server than other applications have. Whoever may write the application may
 * leave it as it is, or take it away.
 */
export function refuseGrant(actor: Actor, { given, before }: Grant): void {
  const more = given.filter((name) => !before.includes(name));
  if (more.length === 0 || mayInTeam(actor, "server.configure")) return;
  throw invalidField(
    "container.capabilities",
    `${more.join(", ")} may only be granted by an admin of the team, who decides about its servers`,
  );
}

/** For the audit log: what it has from now on, where that changed. */
export const capabilitiesDetail = ({ given, before }: Grant): Record<string, string> =>
  given.join() === before.join() ? {} : { capabilities: given.join(", ") || "none" };
