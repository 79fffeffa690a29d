import { posix } from "node:path";

/** The packages and folders the arrows are drawn between. */
export type Zone = "contract" | "state-lock" | "runner" | "db" | "api" | "ui" | "test" | "scripts" | "outside";

const folders: [prefix: string, zone: Zone][] = [
  ["runner/contract/", "contract"],
  ["runner/state-lock/", "state-lock"],
  ["runner/", "runner"],
  ["db/", "db"],
  ["api/", "api"],
  ["ui/", "ui"],
  ["test/", "test"],
  ["scripts/", "scripts"],
];

export const zoneOf = (path: string): Zone => folders.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "outside";

/** Files that only run in a test: they may cast, read tables and build what they need. */
export const isTest = (path: string): boolean =>
  path.startsWith("test/") || /\.(test|spec|suite)\.ts$|(^|\/)testing(\/|\.ts$)/.test(path);

/** The repository path a relative specifier points at, or undefined for a package. */
export function relativeTarget(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** The zone an import reaches, or undefined when it is a third-party package or a Node builtin. */
export function importedZone(from: string, specifier: string): Zone | undefined {
  const target = relativeTarget(from, specifier);
  if (target !== undefined) return zoneOf(target);
  if (specifier.startsWith("#lib/")) return "ui";
  const own = specifier.match(/^@fairlead\/([^/]+)(\/.*)?$/);
  if (!own) return undefined;
  return zoneOf(`${own[1]}${own[2] ?? ""}/`);
}
