import * as v from "valibot";
import { PathPrefix } from "./grammar.ts";
import { refuseCertificate, refuseHostName } from "./host-name.ts";

/** How many parts the path of a route may have: the proxy looks for each of them. */
export const maxPathParts = 16;

export const pathPartsOf = (path: string) => path.split("/").filter(Boolean);

/**
 * Why one route cannot be served, whoever wrote it; undefined: it can. Both sides leave such a route out alone: the control plane
 * before it sends routes, the runner before it serves them.
 */
export function refuseRoute({ host, path, scheme, redirectTo }: RouteToJudge): string | undefined {
  const reason =
    refuseHostName(host) ?? refusePath(path) ?? (scheme === "https" ? orHttp(refuseCertificate(host)) : undefined);
  if (reason !== undefined) return `${reason}.`;
  const target = redirectTo === null ? undefined : refuseHostName(redirectTo);
  return target === undefined ? undefined : `The redirect's target: ${target}.`;
}
const orHttp = (reason: string | undefined) => reason && `${reason}; serve it by http, or choose another name`;

type RouteToJudge = { host: string; path: string; scheme: "http" | "https"; redirectTo: string | null };

function refusePath(path: string): string | undefined {
  const parsed = v.safeParse(PathPrefix, path);
  if (!parsed.success) return `The path ${parsed.issues[0].message}`;
  const parts = pathPartsOf(path);
  if (parts.length > maxPathParts)
    return `The path has ${parts.length} parts, and at most ${maxPathParts} are looked at`;
  return parts.some((part) => part === "." || part === "..")
    ? "The path must not hold the parts . and .., which climb"
    : undefined;
}
