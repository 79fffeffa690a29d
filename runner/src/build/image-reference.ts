// pure

import { registryName } from "../../contract/index.ts";

/** A reference in parts, with Docker's defaults filled in. */
export type ImageReference = {
  /** Host that speaks the registry protocol, `docker.io` for the default one. */
  registry: string;
  /** Repository path within the registry, `library/…` for short names. */
  path: string;
  tag: string | undefined;
  digest: string | undefined;
};

/** Splits `[host[:port]/]path[:tag][@digest]`. The text has passed the ImageRef grammar before. */
export function parseImageReference(text: string): ImageReference {
  const [named = "", digest] = text.split("@");
  const slash = named.indexOf("/");
  const first = slash === -1 ? "" : named.slice(0, slash);
  // Docker's own rule: a first part with a dot, a port or `localhost` is a host.
  const isHost = first.includes(".") || first.includes(":") || first === "localhost";
  const rest = isHost ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(":");
  const path = colon === -1 ? rest : rest.slice(0, colon);
  const registry = isHost && first !== "index.docker.io" ? first : "docker.io";
  return {
    registry,
    path: registry === "docker.io" && !path.includes("/") ? `library/${path}` : path,
    tag: colon === -1 ? undefined : rest.slice(colon + 1),
    digest,
  };
}

/** `registry/path` for a reference; the default registry's name is left out, as Docker prints it. */
export function repositoryOf({ registry, path }: ImageReference): string {
  if (registry !== "docker.io") return `${registry}/${path}`;
  return path.startsWith("library/") ? path.slice("library/".length) : path;
}

/** The address Docker Hub's credentials are filed under, for reasons of age. */
export const serverAddressOf = (registry: string) =>
  registryName(registry) === "docker.io" ? "https://index.docker.io/v1/" : registry;
