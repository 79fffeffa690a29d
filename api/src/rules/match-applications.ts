import { type Effort, newEffort, watches } from "./match-path.ts";
import type { PushEvent } from "./push-event.ts";

/** The columns of an application that decide about a push. All are of the delivery's source and name its repository. */
export type Candidate = {
  id: string;
  repositoryForgeId: string | null;
  branch: string | null;
  autoDeploy: boolean;
  /** null: what is stored cannot be read. */
  watchPaths: readonly string[] | null;
  state: string;
};
export type Match = { applicationId: string; skip: string | null };

/** What a push means for each application on its repository: deploy, or the plain reason why not. */
export function matchApplications(push: PushEvent, candidates: readonly Candidate[]): Match[] {
  const effort = newEffort();
  return candidates.map((candidate) => ({
    applicationId: candidate.id,
    skip: whySkipped(push, candidate, { effort }),
  }));
}

function whySkipped(push: PushEvent, candidate: Candidate, { effort }: { effort: Effort }): string | null {
  const { forgeId } = push.repository;
  if (candidate.repositoryForgeId !== null && forgeId !== null && candidate.repositoryForgeId !== forgeId)
    return "Another repository has this name now: its id at the forge is not the one known. Save the application's repository again to accept it.";
  if (candidate.state === "removing") return "The application is being removed.";
  if (candidate.branch !== push.ref) return `The application deploys branch ${candidate.branch}, not ${push.ref}.`;
  if (!candidate.autoDeploy) return "Deploying on push is switched off for this application.";
  if (candidate.watchPaths === null)
    return "Its stored watch paths are damaged: save the application's settings again.";
  // Forced pushes and unlisted commits may change anything; then no filter applies.
  if (push.changedPaths !== null && !push.isForced && !watches(candidate.watchPaths, push.changedPaths, { effort }))
    return "No changed file matches the paths this application watches.";
  return null;
}
