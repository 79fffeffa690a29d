import { posix } from "node:path";
import type { Finding } from "../finding.ts";
import { eachModule } from "../rule.ts";

/** Reads of what runs, which move to verbs of their own together with its kinds. */
const notYet = [
  "api/src/releases/deployments/resource-deployments.routes.ts",
  "api/src/releases/deployments/deployments.routes.ts",
  "api/src/resources/domains/domains.routes.ts",
  "api/src/resources/variables/variables.routes.ts",
];

/**
 * A route is three moves: parse, call a verb, render. What it would read from a store by itself the command line, plans and importers would
 * have to read again.
 */
export const routesAskVerbs = eachModule(({ path, imports }) => {
  if (!path.endsWith(".routes.ts") || notYet.includes(path)) return [];
  return imports.flatMap(({ specifier, line }): Finding[] => {
    if (!specifier.endsWith(".store.ts")) return [];
    const store = posix.basename(specifier, ".store.ts");
    const message = `a route reads no store: ask a verb, get-x.ts or list-x.ts beside ${store}.store.ts, and render its answer with to-x-view.ts`;
    return [{ path, line, rule: "routes-ask-verbs", message }];
  });
});
