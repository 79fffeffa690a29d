// pure

import { refusesCredential } from "../rules/source-reach.ts";
import type { PolledApplication, PollTarget } from "./poll.store.ts";

/** What one answer tells of several applications. */
export type PollQuestion = { url: string; target: PollTarget; applications: PolledApplication[] };

/** Who is sent where the forge cannot be asked from here: who keeps the key, if one is needed. */
export const lookedAtBy = ({ source, serverRunnerId }: PollTarget): string =>
  (source?.auth === "deploy-key" ? source.deployKeyRunnerId : null) ?? serverRunnerId;

const isHttp = (url: string) => /^https?:/.test(url);

/**
 * One question for each repository over https, with all the branches that are followed there; over ssh one for each branch, which is
 * what a runner's job asks for.
 */
export function pollQuestions(
  applications: readonly PolledApplication[],
  targets: readonly PollTarget[],
): PollQuestion[] {
  const targetOf = new Map(targets.map((target) => [target.id, target]));
  const questions = new Map<string, PollQuestion>();
  for (const application of applications) {
    const target = targetOf.get(application.id);
    const url = application.repositoryUrl ?? "";
    if (!target) continue;
    // What a source signs in with is not for this repository: nobody asks there, and the source's page says so.
    if (target.source && refusesCredential(target.source, url)) continue;
    const key = [application.sourceId, url, ...(isHttp(url) ? [] : [lookedAtBy(target), application.branch])].join(" ");
    const known = questions.get(key);
    if (known) known.applications.push(application);
    else questions.set(key, { url, target, applications: [application] });
  }
  return [...questions.values()];
}
