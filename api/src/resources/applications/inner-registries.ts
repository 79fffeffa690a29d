import { DamagedValue } from "@fairlead/db";
import { imagesIn, isAddress, isLocalName, isPrivateAddress, registryOf } from "@fairlead/runner/contract";
import type { Origin } from "./applications.schemas.ts";
import type { ApplicationRow } from "./applications.store.ts";
import { type BuildInput, toSpec } from "./builds/index.ts";

export type NamedImages = { origin?: Origin | undefined; build?: BuildInput | undefined };
export type ImagesBefore = Pick<ApplicationRow, "image" | "build">;

/** Registries in inner networks that a save names and that the application did not have before, by the field that names them. */
export function innerRegistries(named: NamedImages, before?: ImagesBefore): { path: string; registry: string }[] {
  const known = new Set(Object.values(before ? imagesOf(before) : {}).map(registryOf));
  const image = named.origin?.kind === "image" ? named.origin.image : null;
  return Object.entries(imagesOf({ image, build: named.build }))
    .map(([path, given]) => ({ path, registry: registryOf(given) }))
    .filter(({ registry }) => isInner(registry) && !known.has(registry));
}

function imagesOf({ image, build }: { image: string | null; build?: BuildInput | ImagesBefore["build"] | undefined }) {
  const named = build && !(build instanceof DamagedValue) ? imagesIn(toSpec(build)) : {};
  return {
    ...(image === null ? {} : { "origin.image": image }),
    ...Object.fromEntries(Object.entries(named).map(([field, value]) => [`build.${field}`, value])),
  };
}

function isInner(registry: string): boolean {
  const host = hostOf(registry);
  return isAddress(host) ? isPrivateAddress(host) : isLocalName(host);
}

/** Without the port. An address of IPv6 stands in brackets, which hold colons of its own. */
function hostOf(registry: string): string {
  if (registry.startsWith("[")) return registry.slice(1).split("]")[0] ?? "";
  return registry.split(":")[0] ?? "";
}
