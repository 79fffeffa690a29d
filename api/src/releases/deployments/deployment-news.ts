// pure

import type { Cause, Commit } from "@fairlead/runner/contract";
import { titleOf } from "../../rules/resource-words.ts";
import type { NotificationContent } from "../../work/notifications/notifications.schemas.ts";
import type { DeploymentNews } from "./deployment-end.store.ts";

type Ended = { cause: Cause | null; commit: Pick<Commit, "sha" | "subject"> | null };

/** What the channels tell of a deployment that ended. A cause means that it failed. */
export function deploymentNews(news: DeploymentNews, { cause, commit }: Ended): NotificationContent {
  const name = `${news.resourceName} #${news.number}`;
  const sha = commit?.sha ?? news.commit;
  const subject = commit?.subject ?? news.commitSubject;
  return {
    title: cause ? `Deployment ${name} failed` : `Deployment ${name} succeeded`,
    sentence: cause?.sentence ?? "The new version serves.",
    nextAction: cause?.nextAction ?? null,
    evidence: cause?.evidence ?? [],
    facts: [
      { label: titleOf(news.resourceId), value: news.resourceName },
      ...(news.ref ? [{ label: "Branch", value: news.ref }] : []),
      ...(sha ? [{ label: "Commit", value: subject ? `${sha.slice(0, 7)} ${subject}` : sha.slice(0, 7) }] : []),
      ...(cause?.step ? [{ label: "Step", value: cause.step }] : []),
    ],
    path: `/applications/${news.resourceId}/deployments/${news.id}`,
    ids: { application: news.resourceId, deployment: news.id },
  };
}
