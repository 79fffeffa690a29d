import { DamagedValue } from "@fairlead/db";
import { isAddress, isLocalName, isPrivateAddress, registryOf } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, mayInTeam } from "../../rules/permissions.ts";
import type { BuildInput, Origin } from "./applications.schemas.ts";
import type { ApplicationRow } from "./applications.store.ts";

type Named = { origin?: Origin | undefined; build?: BuildInput | undefined };
type Before = Pick<ApplicationRow, "image" | "build">;

/**
 * A registry in an inner network is an admin's to name: the server signs in and pulls there. One that an application has already stays
 * usable by whoever changes it. By its name or address; what a public name leads to, the server's Docker alone finds out.
 */
export function refuseInnerRegistry(actor: Actor, named: Named, before?: Before): void {
  if (mayInTeam({ ...actor, scopes: null }, "source.configure")) return;
  const known = before ? imagesOf(before) : {};
  const given = imagesOf({ image: named.origin?.kind === "image" ? named.origin.image : null, build: named.build });
  const knownRegistries = new Set(Object.values(known).map(registryOf));
  for (const [path, image] of Object.entries(given)) {
    const registry = registryOf(image);
    if (!isInner(registry) || knownRegistries.has(registry)) continue;
    throw invalidField(
      path,
      `names the registry ${registry} in an inner network, which only an admin of the team may do`,
    );
  }
}

function imagesOf({ image, build }: { image: string | null; build?: BuildInput | Before["build"] | undefined }) {
  const builder = build && !(build instanceof DamagedValue) && build.kind === "static" ? build.builderImage : null;
  return {
    ...(image === null ? {} : { "origin.image": image }),
    ...(builder ? { "build.builderImage": builder } : {}),
  };
}

function isInner(registry: string): boolean {
  const [host = ""] = registry.split(":");
  return isAddress(host) ? isPrivateAddress(host) : isLocalName(host);
}
