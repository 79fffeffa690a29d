// pure

import type { ContainerSettings, Device, HostMount, PublishedPort } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, mayInTeam } from "../../rules/permissions.ts";

/** The settings that reach beyond the container: more of the server than other applications have, or what its other programs obey. */
export type Granted = Pick<ContainerSettings, "capabilities" | "labels" | "hostPort"> & Partial<Opening>;
/** Those that settings which were kept before there were any do not have. */
type Opening = Pick<ContainerSettings, "publishedPorts" | "hostMounts" | "devices" | "gpus" | "isPrivileged">;
type Grant = { given: Granted; before: Granted };

export const nothingGranted: Granted = { capabilities: [], labels: [], hostPort: null };

const grantsOf = ({ capabilities, labels, hostPort, ...opening }: Granted): Record<keyof Granted, string[]> => ({
  capabilities,
  labels: labels.map(({ name, value }) => `${name}=${value}`),
  // The server itself reaches it anyway; whoever else does passes its firewall as a rule, because Docker writes that anew.
  hostPort: hostPort === null || hostPort.address.startsWith("127.") ? [] : [`${hostPort.address}:${hostPort.port}`],
  publishedPorts: (opening.publishedPorts ?? []).flatMap(openPortText),
  hostMounts: (opening.hostMounts ?? []).map(hostMountText),
  devices: (opening.devices ?? []).map(deviceText),
  gpus: opening.gpus ? [opening.gpus] : [],
  isPrivileged: opening.isPrivileged ? ["every right over the server"] : [],
});
const openPortText = ({ address, port, protocol }: PublishedPort) =>
  address.startsWith("127.") ? [] : `${address}:${port}/${protocol}`;
const hostMountText = ({ source, path, isReadOnly }: HostMount) => `${source}:${path}${isReadOnly ? ":ro" : ""}`;
const deviceText = ({ path, target, access }: Device) => `${path}:${target}:${access}`;
const granted = [
  "capabilities",
  "labels",
  "hostPort",
  "publishedPorts",
  "hostMounts",
  "devices",
  "gpus",
  "isPrivileged",
] as const;
const fieldOf = (setting: keyof Granted) => (setting === "hostPort" ? "hostPort.address" : setting);

/** What is granted is an admin's to give. Whoever may write the application may leave it as it is, or take it away. */
export function refuseGrant(actor: Actor, { given, before }: Grant): void {
  if (mayInTeam(actor, "server.configure")) return;
  const [wanted, had] = [grantsOf(given), grantsOf(before)];
  for (const setting of granted) {
    const more = wanted[setting].filter((each) => !had[setting].includes(each));
    if (more.length === 0) continue;
    const named = more.join(", ").slice(0, 300);
    throw invalidField(
      `container.${fieldOf(setting)}`,
      `${named} may only be granted by an admin of the team, who decides about its servers`,
    );
  }
}

/** For the audit log: what it has from now on, where that changed. */
export function grantsDetail({ given, before }: Grant): Record<string, string> {
  const [now, had] = [grantsOf(given), grantsOf(before)];
  const changed = granted.filter((setting) => now[setting].join("\n") !== had[setting].join("\n"));
  return Object.fromEntries(changed.map((setting) => [setting, now[setting].join(", ").slice(0, 500) || "none"]));
}

/** What of an earlier release's grants still holds: one that was taken away since stays away. */
export function stillGranted(
  earlier: Granted,
  now: Granted,
): Pick<Granted, "capabilities" | "labels"> & Omit<Opening, "hostMounts" | "publishedPorts"> {
  const held = grantsOf(now);
  return {
    capabilities: earlier.capabilities.filter((each) => held.capabilities.includes(each)),
    labels: earlier.labels.filter(({ name, value }) => held.labels.includes(`${name}=${value}`)),
    devices: (earlier.devices ?? []).filter((each) => held.devices.includes(deviceText(each))),
    gpus: earlier.gpus && held.gpus.includes(earlier.gpus) ? earlier.gpus : null,
    isPrivileged: (earlier.isPrivileged && now.isPrivileged) ?? false,
  };
}
