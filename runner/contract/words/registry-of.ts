/** Docker Hub answers to several names, and is meant by its website's too; credentials for one are meant for all of them. */
const hubNames: ReadonlySet<string> = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "auth.docker.io",
  "registry.hub.docker.com",
  "hub.docker.com",
]);

/** A registry by the one name it is compared by. */
export function registryName(host: string): string {
  const name = host.toLowerCase();
  return hubNames.has(name) ? "docker.io" : name;
}

export const isSameRegistry = (one: string, other: string) => registryName(one) === registryName(other);

/** Docker's own rule: a first part with a dot, a port or `localhost` is a host. */
export const isHost = (first: string) =>
  first.includes(".") || first.includes(":") || first.toLowerCase() === "localhost";

/** Registry an image is pulled from, by its one name. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && isHost(first) ? registryName(first) : "docker.io";
}
