import { posix } from "node:path";

/** The control plane from the ground up: a folder imports from its own floor and from those before it in this list. */
export const floors: readonly { name: string; holds: string }[] = [
  { name: "rules", holds: "decisions without I/O" },
  { name: "kit", holds: "statements, HTTP, secrets, limits, the audit chain, adapters" },
  { name: "people", holds: "persons, teams, tokens, the first owner, the instance" },
  { name: "work", holds: "the queue of jobs, alerts that wait to be sent, retention; it knows no feature" },
  { name: "routing", holds: "what a server's proxy serves" },
  { name: "places", holds: "projects, environments, servers, runners, registries" },
  { name: "sources", holds: "connected forges" },
  { name: "resources", holds: "whatever runs, its variables and domains" },
  { name: "releases", holds: "deployments and removals" },
  { name: "pushes", holds: "webhooks, the inbox, the poll of branches" },
  { name: "observe", holds: "what people look at while it runs" },
  { name: "app", holds: "the app and its periodic duties, which put the rest together" },
  { name: "homes", holds: "Node and Workers, and their entries" },
];

/** Where a file of the control plane stands; undefined for every other file, and for what only a test runs. */
export function floorOf(path: string): string | undefined {
  const inside = path.match(/^api\/src\/(.+)$/)?.[1];
  if (inside === undefined) return undefined;
  const [first = "", ...rest] = inside.split("/");
  if (rest.length > 0) return first;
  return first.startsWith("entry.") ? "homes" : "app";
}

export const rankOf = (floor: string): number => floors.findIndex(({ name }) => name === floor);

/** The folder of a feature: two of them never import each other. */
export const roomOf = (path: string): string => posix.dirname(path).split("/").slice(0, 4).join("/");
