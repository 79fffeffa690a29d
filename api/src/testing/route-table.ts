import type { createApp } from "../app.ts";
import type { RoutePolicy } from "../kit/http/guard.ts";

export type TableRoute = { method: string; path: string; policies: RoutePolicy[] };

const policyOf = (handler: unknown): RoutePolicy[] =>
  typeof handler === "function" && "policy" in handler ? [handler.policy as RoutePolicy] : [];

/** Every route of the app once, with the policies that its guards declare. */
export function routeTable(app: ReturnType<typeof createApp>): TableRoute[] {
  const table = new Map<string, TableRoute>();
  for (const { method, path, handler } of app.routes) {
    // Middleware for everything: context and origin.
    if (method === "ALL") continue;
    const key = `${method} ${path}`;
    const route = table.get(key) ?? { method, path, policies: [] };
    route.policies.push(...policyOf(handler));
    table.set(key, route);
  }
  return [...table.values()];
}

/** The path with real values: `:id` by the first part after /api/v1, `:kind{a|b}` by its first choice. */
export function pathWith(path: string, ids: Record<string, string>): string {
  const resource = path.split("/")[3] ?? "";
  return path.replace(/:(\w+)(?:\{([^}]*)\})?/g, (_all, name: string, choices?: string) => {
    if (choices) return choices.split("|")[0] ?? "";
    const value = name === "id" ? ids[resource] : ids[name];
    if (!value) throw new Error(`No seed for :${name} of ${path}: add one to testing/full-team.ts.`);
    return value;
  });
}

export const hasId = ({ path }: TableRoute) => path.includes("/:id");
