/** `newest`: of any Debian release, what people run who install today. `stable`: what this machine's own release has. */
export type Generation = "newest" | "stable";
export const generations = ["newest", "stable"] as const satisfies readonly Generation[];

/** How each Caddy is called in the lab's registry. */
export const caddyImages: Record<Generation, string> = { newest: "caddy:2.11", stable: "caddy:2.6" };

/**
 * What servers run when a test does not say. The same suites run on other pairs with these set: by the project of the
 * stable ones in `npm test`, by the proof of all pairs.
 */
export const usualDocker = chosen("FAIRLEAD_LAB_DOCKER", "newest");
export const usualCaddy = chosen("FAIRLEAD_LAB_CADDY", "stable");

function chosen(variable: string, usual: Generation): Generation {
  const wanted = process.env[variable] ?? usual;
  const found = generations.find((generation) => generation === wanted);
  if (found === undefined) throw new Error(`${variable} is "${wanted}", and must be ${generations.join(" or ")}`);
  return found;
}
