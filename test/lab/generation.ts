/** `newest`: of any Debian release, what people run who install today. `stable`: what this machine's own release has. */
export type Generation = "newest" | "stable";
export const generations = ["newest", "stable"] as const satisfies readonly Generation[];

/** Beside the two: the newest with its images in containerd's store, which is how Docker sets itself up from 29 on. */
export type DockerKind = Generation | "containerd-store";
export const dockerKinds = ["newest", "containerd-store", "stable"] as const satisfies readonly DockerKind[];

/** How each Caddy is called in the lab's registry. */
export const caddyImages: Record<Generation, string> = { newest: "caddy:2.11", stable: "caddy:2.6" };

/**
 * What servers run when a test does not say. The same suites run on other pairs with these set: by the project of the
 * stable ones in `npm test`, by the proof of all pairs.
 */
export const usualDocker: DockerKind = chosen("FAIRLEAD_LAB_DOCKER", { from: dockerKinds, usual: "newest" });
export const usualCaddy: Generation = chosen("FAIRLEAD_LAB_CADDY", { from: generations, usual: "newest" });

function chosen<Kind extends string>(variable: string, { from, usual }: { from: readonly Kind[]; usual: Kind }): Kind {
  const wanted: string = process.env[variable] ?? usual;
  const found = from.find((kind) => kind === wanted);
  if (found === undefined) throw new Error(`${variable} is "${wanted}", and must be ${from.join(" or ")}`);
  return found;
}
