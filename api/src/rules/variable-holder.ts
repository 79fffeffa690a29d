import { idPrefixes, resourceKindOf } from "@fairlead/runner/contract";

/** What holds variables, the nearest to a process first: where two give the same name, the nearer one wins. */
export const holderKinds = ["resource", "server", "environment", "project", "team"] as const;
export type HolderKind = (typeof holderKinds)[number];

/** The kind of holder that an id is of; null for every other id. */
export function holderKindOf(id: string): HolderKind | null {
  if (resourceKindOf(id)) return "resource";
  return holderKinds.find((kind) => kind !== "resource" && id.startsWith(`${idPrefixes[kind]}_`)) ?? null;
}

/** How near a holder is; what holds nothing comes last. */
export function rankOfHolder(id: string): number {
  const kind = holderKindOf(id);
  return kind === null ? holderKinds.length : holderKinds.indexOf(kind);
}
