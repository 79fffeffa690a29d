import { DamagedValue } from "@fairlead/db";
import { registriesIn, registryOf } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { RegistryUsers } from "./registries.schemas.ts";
import { getRegistry, listImagesOf } from "./registries.store.ts";

/** Whom it would touch that a login is gone, as far as settings tell. */
export async function listUsers(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { id }: { id: string },
): Promise<RegistryUsers> {
  const { address, isDefault } = await allowOn(actor, "registry.view", getRegistry(db, actor.teamId, id));
  const applications = await listImagesOf(db, actor.teamId);
  return {
    applications: applications.flatMap(
      ({ build, image, registryId, pushRegistryId, ...application }): RegistryUsers["applications"] => {
        if (registryId === id || pushRegistryId === id) return [{ ...application, as: "chosen" }];
        if (!isDefault || registryId !== null) return [];
        if (image !== null) return registryOf(image) === address ? [{ ...application, as: "image" }] : [];
        const named = build instanceof DamagedValue ? null : registriesIn(build);
        return named?.includes(address) ? [{ ...application, as: "builder" }] : [];
      },
    ),
  };
}
