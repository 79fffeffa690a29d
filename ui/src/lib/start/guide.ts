import type { ApplicationItem, DeploymentDetail, ServerView, SourceView } from "../api/types.ts";
import { isReady } from "../servers/server-look.ts";

export type GuideStepName = "server" | "source" | "application" | "deploy";
export type Guide = {
  /** The step that waits for the person; null when all is done. */
  current: GuideStepName | null;
  done: ReadonlySet<GuideStepName>;
};

type Known = {
  servers: readonly Pick<ServerView, "state">[];
  sources: readonly Pick<SourceView, "id">[];
  applications: readonly Pick<ApplicationItem, "id" | "state">[];
  deployment: Pick<DeploymentDetail, "status"> | null;
  /** Steps whose result the person is still looking at. */
  held: readonly GuideStepName[];
  /** The person deploys a public repository or an image and wants no source. */
  isSourceSkipped: boolean;
  /** The form of the application was sent and has not gone through yet, although the application may exist already. */
  isFormUnderWay: boolean;
};

const order: GuideStepName[] = ["server", "source", "application", "deploy"];

/** Where somebody stands on the way to a live address, read from what exists: leaving and coming back loses nothing. */
export function guideOf(known: Known): Guide {
  const { servers, sources, applications, deployment, held, isSourceSkipped, isFormUnderWay } = known;
  const done = new Set<GuideStepName>();
  const hasApplication = applications.length > 0;
  if (hasApplication || servers.some(isReady)) done.add("server");
  if (hasApplication || sources.length > 0 || isSourceSkipped) done.add("source");
  if (hasApplication && !isFormUnderWay) done.add("application");
  for (const step of held) done.delete(step);
  if (isFormUnderWay) return { current: "application", done };
  const isLive = deployment?.status === "live" || deployment?.status === "succeeded";
  if (isLive || applications.some(({ state }) => state === "running")) done.add("deploy");
  return { current: order.find((step) => !done.has(step)) ?? null, done };
}
