import type { Database } from "@fairlead/db";
import { listSetUp } from "../../places/registries/registries.store.ts";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, mayInTeam } from "../../rules/permissions.ts";
import { type ImagesBefore, innerRegistries, type NamedImages } from "./inner-registries.ts";

/** Whoever sets up sources names registries inside too. Asked of the person, not of the scopes of a token. */
export const mayNameInner = (actor: Actor): boolean => mayInTeam({ ...actor, scopes: null }, "source.configure");

/**
 * For everybody else. A registry in an inner network is an admin's to name: the server signs in and pulls there. One that an admin set up among the team's
 * registries may be used by everybody, and one that an application has already by whoever changes it. By its name or address; what a
 * public name leads to, the server's Docker alone finds out.
 */
export async function refuseInnerRegistry(
  db: Database,
  teamId: string,
  { named, before }: { named: NamedImages; before?: ImagesBefore },
): Promise<void> {
  const inner = innerRegistries(named, before);
  if (inner.length === 0) return;
  const addresses = inner.map(({ registry }) => registry);
  const setUp = new Set((await listSetUp(db, teamId, addresses)).map(({ address }) => address));
  const refused = inner.find(({ registry }) => !setUp.has(registry));
  if (refused)
    throw invalidField(
      refused.path,
      `names the registry ${refused.registry} in an inner network, which only an admin of the team may do. Once an admin has added it under Settings → Registries, everybody in the team may use it`,
    );
}
