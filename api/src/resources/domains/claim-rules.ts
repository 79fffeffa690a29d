// pure

import { refuseCertificate } from "@fairlead/runner/contract";
import { conflict, invalidField } from "../../rules/errors.ts";
import { nounOf } from "../../rules/resource-words.ts";
import { isSharedBelow } from "../../rules/server-suffix.ts";

const covers = (wildcard: string, host: string) =>
  wildcard.startsWith("*.") && host.slice(host.indexOf(".")) === wildcard.slice(1);

/** The control plane's own address never becomes a resource's. */
export function refuseOwnHost(host: string, controlPlaneUrl: string): void {
  const own = new URL(controlPlaneUrl).hostname;
  if (host === own || covers(host, own))
    throw conflict("domain.own_host", `${own} is the address of this control plane. Choose another host.`);
}

/** Names below the addresses of servers belong to many: one team must not take all of them. */
export function refuseShared(host: string, suffix: string | null): void {
  const name = host.slice(2);
  if (suffix !== null && host.startsWith("*.") && isSharedBelow(name, suffix))
    throw invalidField("host", `${name} is shared by many owners; name a host below it`);
}

/** Certificates for wildcards are only issued over DNS, which the proxy does not speak. */
export function checkScheme({ host, scheme }: { host: string; scheme: "https" | "http" }): void {
  if (host.startsWith("*.") && scheme === "https")
    throw invalidField("scheme", "must be http for a wildcard: its certificate could only be had by a DNS challenge");
  const reason = scheme === "https" ? refuseCertificate(host) : undefined;
  if (reason !== undefined) throw invalidField("scheme", `must be http: ${reason}`);
}

/** What only sends its visitors on asks no process. */
export function checkPort({ redirectTo, port }: { redirectTo: string | null; port: number | null }): void {
  if (redirectTo !== null && port !== null) throw invalidField("port", "must be empty for a redirect");
}

/** Says who holds a claim only inside the team. */
export const claimed = (
  { host, path }: { host: string; path: string },
  holder: { id: string; name: string } | undefined,
) =>
  conflict(
    "domain.claimed",
    holder
      ? `${host}${path === "/" ? "" : path} already belongs to the ${nounOf(holder.id)} ${holder.name}. Delete it there first.`
      : `${host} is already in use on this instance. Choose another host.`,
  );
