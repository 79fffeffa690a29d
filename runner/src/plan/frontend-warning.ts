/** Before it a frontend that a Dockerfile names could write outside of its build (CVE-2026-33747). */
const safe = [0, 28, 1] as const;

/**
 * A sentence about a Dockerfile that has itself read by another program, on a BuildKit that does not hold that one. `version` as BuildKit
 * tells it, `older` from before it did; undefined: nobody knows, and nothing is said.
 */
export function frontendWarning(syntax: string | null, version: string | undefined): string | undefined {
  if (syntax === null || version === undefined || !isBefore(version)) return undefined;
  const told = version === "older" ? "older than 0.11" : version.slice(0, 40);
  return `The Dockerfile's "# syntax=${syntax.slice(0, 200)}" has another program read it, and the server's BuildKit (${told}) does not hold such a program in its place before 0.28.1 (CVE-2026-33747): update Docker on the server, or remove the line.`;
}

function isBefore(version: string): boolean {
  if (version === "older") return true;
  const [told = ""] = version.replace("v", "").split(/[-+]/, 1);
  const numbers = told.split(".").map(Number);
  if (numbers.length < 3 || numbers.some((each) => !Number.isInteger(each))) return false;
  for (const [at, least] of safe.entries()) {
    const difference = (numbers[at] ?? 0) - least;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
