import type { ApplicationItem, ProjectView } from "../api/types.ts";
import { urgencyOf } from "../kinds/application/application-look.ts";

type Application = Pick<
  ApplicationItem,
  "projectId" | "state" | "latestStatus" | "stateObservedAt" | "activeSince" | "updatedAt"
>;

/** Failing, deploying, and then by what changed last. */
export function applicationsInOrder<A extends Application>(applications: readonly A[]): A[] {
  const lastChange = ({ activeSince, updatedAt }: A) => Math.max(activeSince ?? 0, updatedAt);
  return applications.toSorted((a, b) => urgencyOf(b) - urgencyOf(a) || lastChange(b) - lastChange(a));
}

export function projectsInOrder<P extends Pick<ProjectView, "id" | "createdAt">>(
  projects: readonly P[],
  applications: readonly Application[],
): P[] {
  const rank = new Map(projects.map(({ id, createdAt }) => [id, { urgency: 0, changed: createdAt }]));
  for (const application of applications) {
    const own = rank.get(application.projectId);
    if (!own) continue;
    own.urgency = Math.max(own.urgency, urgencyOf(application));
    own.changed = Math.max(own.changed, application.activeSince ?? 0, application.updatedAt);
  }
  const of = ({ id }: P) => rank.get(id) ?? { urgency: 0, changed: 0 };
  return projects.toSorted((a, b) => of(b).urgency - of(a).urgency || of(b).changed - of(a).changed);
}
