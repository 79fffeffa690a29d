import type { CreateDomain, DomainView, UpdateDomain } from "../api/types.ts";

type Scheme = DomainView["scheme"];
/** What the fields of a domain hold; an empty text means what Fairlead chooses by itself. */
export type DomainDraft = { path: string; scheme: Scheme | ""; redirectTo: string };
/** Paths of the API's field errors that the fields show. */
export const domainFields = ["host", "path", "scheme", "redirectTo", "withWww"] as const;

/** Refusals that are about the host as a whole. */
export const domainCodes = {
  "domain.claimed": "host",
  "domain.own_host": "host",
  "domain.too_many": "host",
} as const;

export const emptyDomain = (): DomainDraft => ({ path: "", scheme: "", redirectTo: "" });
export const domainDraftOf = ({ path, scheme, redirectTo }: DomainView): DomainDraft => ({
  path,
  scheme,
  redirectTo: redirectTo ?? "",
});

const pathOf = (path: string) => path.trim() || "/";
export const updateDomainOf = ({ path, scheme, redirectTo }: DomainDraft): UpdateDomain => ({
  path: pathOf(path),
  ...(scheme === "" ? {} : { scheme }),
  redirectTo: redirectTo || null,
});

/** Leaves out what was not chosen: scheme and path may stand in the typed address too. */
export const createDomainOf = (
  host: string,
  { draft, withWww }: { draft: DomainDraft; withWww: boolean },
): CreateDomain => ({
  host: host.trim(),
  ...(draft.path.trim() === "" ? {} : { path: draft.path.trim() }),
  ...(draft.scheme === "" ? {} : { scheme: draft.scheme }),
  ...(draft.redirectTo === "" ? {} : { redirectTo: draft.redirectTo }),
  withWww,
});

/** Hosts a redirect may lead to: those the application serves itself, except the one that redirects. */
export function redirectTargets(domains: readonly DomainView[], except?: string): string[] {
  const served = domains.filter(({ redirectTo, host }) => redirectTo === null && !host.startsWith("*."));
  return [...new Set(served.map(({ host }) => host))].filter((host) => host !== except);
}
