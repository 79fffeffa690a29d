import { resourceKindOf } from "../../contract/index.ts";

/** One try at running one deployment. (number, attempt) is the fence: the higher pair wins at the target. */
export type Release = {
  team: string;
  resource: string;
  deployment: string;
  number: number;
  attempt: number;
};

/** An id where underscores may not stand. */
export const keyOf = (id: string) => id.replaceAll("_", "-");

/** The name the proxy resolves. Whoever holds it gets the traffic. */
export const liveName = (resource: string) => `live-${keyOf(resource)}`;

/** Alias of every container of a resource. The proxy falls back to it while nobody holds the live name. */
export const anyName = (resource: string) => `any-${keyOf(resource)}`;

export const candidateName = ({ resource, deployment, attempt }: Release) =>
  `${keyOf(resource)}-${keyOf(deployment)}-a${attempt}`;

/** Differs from the candidate's, so that a crash between the two renames of a flip leaves no doubt about which one was live. */
export const retiredName = (release: Release) => `${candidateName(release)}-retired`;

/** Of one that stopped so that the next could start. */
export const asideName = (release: Release) => `${candidateName(release)}-aside`;

/** What a release runs once in a container that ends: before its version starts, and after it got the traffic. */
export type CommandRole = "command" | "post-deploy-command";

/** Of what a release runs once: one for all attempts, so that no attempt runs it again. */
export const commandName = ({ resource, deployment }: Pick<Release, "resource" | "deployment">, role: CommandRole) =>
  `${keyOf(resource)}-${keyOf(deployment)}-${role}`;

export const imageRepository = (resource: string) => `fairlead/${keyOf(resource)}`;

export const imageTag = ({ resource, deployment }: Pick<Release, "resource" | "deployment">) =>
  `${imageRepository(resource)}:${keyOf(deployment)}`;

export const proxyName = "fairlead-proxy";

export const label = {
  managed: "fairlead.managed",
  team: "fairlead.team",
  resource: "fairlead.resource",
  /** Of the resource, for whoever looks at the server. Absent for a kind that came after this runner. */
  kind: "fairlead.kind",
  /**
   * As runner 0.1.0 calls the resource. It is written as long as that one may come back, which finds nothing by another name
   * (docs/adr/0030-labels-say-resource-and-kind.md), and read for ever.
   */
  application: "fairlead.application",
  deployment: "fairlead.deployment",
  number: "fairlead.number",
  attempt: "fairlead.attempt",
  /** JSON of the commit, so that a release found again can tell what it runs. */
  commit: "fairlead.commit",
  proxy: "fairlead.proxy",
  /** An `ImageOrigin`. A name proves nothing about an image, and one that was pulled carries no label of ours. */
  image: "fairlead.image",
  /** Id of the row of a volume. */
  volume: "fairlead.volume",
} as const;

/** How an image came onto the server. `found`: it was there before us, so it is somebody else's and never removed. */
export type ImageOrigin = "built" | "pulled" | "found";

export const imageOriginOf = (labels: Readonly<Record<string, string>>): ImageOrigin | undefined => {
  const told = labels[label.image];
  return told === "built" || told === "pulled" || told === "found" ? told : undefined;
};

/** Proof of ownership: nothing without these is ever changed or removed. */
export function labelsOf(release: Release): Record<string, string> {
  const kind = resourceKindOf(release.resource);
  return {
    [label.managed]: "true",
    [label.team]: release.team,
    [label.resource]: release.resource,
    ...(kind === undefined ? {} : { [label.kind]: kind }),
    [label.application]: release.resource,
    [label.deployment]: release.deployment,
    [label.number]: String(release.number),
    [label.attempt]: String(release.attempt),
  };
}

type Labels = Readonly<Record<string, string>>;

/**
 * Whose it is that carries these labels; undefined: nobody's. A container has the labels of its image too, and an image those of the one
 * that it was made from, so two names may speak of two resources. The older one is right then: runner 0.1.0 writes that one alone over
 * whatever was handed down, and every other runner both.
 */
export const resourceOf = (labels: Labels): string | undefined =>
  labels[label.managed] === "true" ? labels[label.application] || labels[label.resource] || undefined : undefined;

/** What to ask Docker for, which has no "or" for labels: what one of them finds belongs to the resource if `resourceOf` says so. */
export const filtersOf = (resource: string): { label: string[] }[] =>
  [label.application, label.resource].map((key) => ({ label: [`${label.managed}=true`, `${key}=${resource}`] }));

/** Reads the labels back. undefined for anything that is not wholly ours: labels on a server can be written by anybody. */
export function releaseOf(labels: Record<string, string>): Release | undefined {
  const text = (key: string) => labels[key] ?? "";
  const numberOf = (key: string) => (/^[1-9][0-9]{0,9}$/.test(text(key)) ? Number(text(key)) : Number.NaN);
  const release = {
    team: text(label.team),
    resource: resourceOf(labels) ?? "",
    deployment: text(label.deployment),
    number: numberOf(label.number),
    attempt: numberOf(label.attempt),
  };
  const isOurs =
    /^[a-z]{2,8}_[0-9a-z]{26}$/.test(release.resource) &&
    /^dep_[0-9a-z]{26}$/.test(release.deployment) &&
    /^team_[0-9a-z]{26}$/.test(release.team) &&
    Number.isFinite(release.number) &&
    Number.isFinite(release.attempt);
  return isOurs ? release : undefined;
}

/** Negative when `a` is older than `b`. */
export const compareReleases = (a: Fence, b: Fence) => a.number - b.number || a.attempt - b.attempt;
type Fence = Pick<Release, "number" | "attempt">;

/** Whose a volume is. It outlives the resource it was made for, so it names none. */
export const volumeLabels = (team: string, volume: string): Record<string, string> => ({
  [label.managed]: "true",
  [label.team]: team,
  [label.volume]: volume,
});

/** null for anything that is not wholly ours. */
export function volumeOwnerOf(labels: Record<string, string>): { team: string; volume: string } | null {
  const { [label.managed]: managed, [label.team]: team = "", [label.volume]: volume = "" } = labels;
  const isOurs = managed === "true" && /^team_[0-9a-z]{26}$/.test(team) && /^vol_[0-9a-z]{26}$/.test(volume);
  return isOurs ? { team, volume } : null;
}
