import type { CreateDomain, DomainView, UpdateDomain } from "../api/types.ts";
import { wholeIn } from "../forms/typed-numbers.ts";

type Scheme = DomainView["scheme"];
/** What the fields of a domain hold; an empty text means what Fairlead chooses by itself. */
export type DomainDraft = { path: string; scheme: Scheme | ""; redirectTo: string; port: string };
/** Paths of the API's field errors that the fields show. */
export const domainFields = ["host", "path", "scheme", "redirectTo", "port", "withWww"] as const;

/** Refusals that are about the host as a whole. */
export const domainCodes = {
  "domain.claimed": "host",
  "domain.own_host": "host",
  "domain.too_many": "host",
} as const;

export const emptyDomain = (): DomainDraft => ({ path: "", scheme: "", redirectTo: "", port: "" });
export const domainDraftOf = ({ path, scheme, redirectTo, port }: DomainView): DomainDraft => ({
  path,
  scheme,
  redirectTo: redirectTo ?? "",
  port: port === null ? "" : String(port),
});

/** What only sends its visitors on has none, whatever stands in the hidden field. */
const portOf = ({ port, redirectTo }: DomainDraft) =>
  redirectTo !== "" || port.trim() === "" ? null : wholeIn("port", port);
const pathOf = (path: string) => path.trim() || "/";
export const updateDomainOf = (draft: DomainDraft): UpdateDomain => ({
  path: pathOf(draft.path),
  ...(draft.scheme === "" ? {} : { scheme: draft.scheme }),
  redirectTo: draft.redirectTo || null,
  port: portOf(draft),
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
  port: portOf(draft),
  withWww,
});

/** Hosts a redirect may lead to: those the application serves itself, except the one that redirects. */
export function redirectTargets(domains: readonly DomainView[], except?: string): string[] {
  const served = domains.filter(({ redirectTo, host }) => redirectTo === null && !host.startsWith("*."));
  return [...new Set(served.map(({ host }) => host))].filter((host) => host !== except);
}
