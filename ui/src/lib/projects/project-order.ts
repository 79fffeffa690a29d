import type { ApplicationItem, ProjectView } from "../api/types.ts";
import { applicationLook } from "../applications/application-look.ts";

type Application = Pick<
  ApplicationItem,
  "projectId" | "state" | "latestStatus" | "stateObservedAt" | "activeSince" | "updatedAt"
>;

/** What needs a look first: what fails, then what is being deployed. */
const urgency = (application: Application) => {
  if (isFailing(application)) return 2;
  return applicationLook(application).signal === "busy" || isUnderWay(application) ? 1 : 0;
};
const isUnderWay = ({ latestStatus }: Application) =>
  latestStatus === "queued" || latestStatus === "running" || latestStatus === "live" || latestStatus === "cancelling";

/** Does not serve, or what was deployed last did not come out. */
export const isFailing = (application: Pick<ApplicationItem, "state" | "latestStatus">) =>
  applicationLook(application).signal === "bad" || application.latestStatus === "failed";

/** Failing, deploying, and then by what changed last. */
export function applicationsInOrder<A extends Application>(applications: readonly A[]): A[] {
  const lastChange = ({ activeSince, updatedAt }: A) => Math.max(activeSince ?? 0, updatedAt);
  return applications.toSorted((a, b) => urgency(b) - urgency(a) || lastChange(b) - lastChange(a));
}

export function projectsInOrder<P extends Pick<ProjectView, "id" | "createdAt">>(
  projects: readonly P[],
  applications: readonly Application[],
): P[] {
  const rank = new Map(projects.map(({ id, createdAt }) => [id, { urgency: 0, changed: createdAt }]));
  for (const application of applications) {
    const own = rank.get(application.projectId);
    if (!own) continue;
    own.urgency = Math.max(own.urgency, urgency(application));
    own.changed = Math.max(own.changed, application.activeSince ?? 0, application.updatedAt);
  }
  const of = ({ id }: P) => rank.get(id) ?? { urgency: 0, changed: 0 };
  return projects.toSorted((a, b) => of(b).urgency - of(a).urgency || of(b).changed - of(a).changed);
}
