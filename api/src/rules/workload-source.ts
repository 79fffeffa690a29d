import type { GitSource, SourceAuth, WorkloadSource } from "@fairlead/runner/contract";

/** The columns of an application that say where its code or image is. */
export type OriginColumns = {
  repositoryUrl: string | null;
  branch: string | null;
  submodules: boolean | null;
  lfs: boolean | null;
  image: string | null;
  registryId: string | null;
};
export type SourceColumns = { id: string; auth: SourceAuth; knownHost: string | null };

/** null for an application that runs a ready image. */
export function gitSourceOf(application: OriginColumns, source: SourceColumns | null): GitSource | null {
  if (application.repositoryUrl === null || application.branch === null) return null;
  return {
    kind: "git",
    source: source?.id ?? null,
    url: application.repositoryUrl,
    ref: application.branch,
    commit: null,
    auth: source?.auth ?? "none",
    knownHost: source?.knownHost ?? null,
    submodules: application.submodules === true,
    lfs: application.lfs === true,
  };
}

/** Where the code of one release comes from. `commit` null is the head of the branch at the time of the fetch. */
export function workloadSource(
  application: OriginColumns,
  of: { source: SourceColumns | null; commit: string | null },
): WorkloadSource | null {
  const git = gitSourceOf(application, of.source);
  if (git) return { ...git, commit: of.commit };
  if (application.image === null) return null;
  return { kind: "image", image: application.image, auth: application.registryId === null ? "none" : "registry" };
}
