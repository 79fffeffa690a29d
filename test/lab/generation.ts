/** `newest`: of any Debian release, what people run who install today. `stable`: what this machine's own release has. */
export type Generation = "newest" | "stable";
export const generations = ["newest", "stable"] as const satisfies readonly Generation[];

/** How each Caddy is called in the lab's registry. */
export const caddyImages: Record<Generation, string> = { newest: "caddy:2.11", stable: "caddy:2.6" };

/** What servers run when a test does not say. The cross of both generations runs the suites again with these set. */
export const chosenDocker: Generation = chosen("FAIRLEAD_LAB_DOCKER");
export const chosenCaddy: Generation = chosen("FAIRLEAD_LAB_CADDY");

function chosen(variable: string): Generation {
  const wanted = process.env[variable] ?? "stable";
  const found = generations.find((generation) => generation === wanted);
  if (found === undefined) throw new Error(`${variable} is "${wanted}", and must be ${generations.join(" or ")}`);
  return found;
}
