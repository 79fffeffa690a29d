import { error } from "@sveltejs/kit";
import { dev } from "$app/env";

/** For those who develop the interface. Elsewhere only a measurement, which says so before the page begins, may see it. */
export function load() {
  if (!dev && !Reflect.has(globalThis, "fairleadMeasures")) error(404, { message: "There is no such page." });
}
