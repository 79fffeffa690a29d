import {
  Cause,
  CommitSha,
  DeploymentStatus,
  deploymentTriggers,
  idOf,
  Procedure,
  StepClass,
  StepStatus,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";

export const DeploymentId = v.object({ id: idOf("deployment") });
/** Of several servers the one whose steps or log are asked for; left out, it is the first. */
export const AtServer = v.object({ server: v.optional(idOf("server")) });
export const DeploymentQuery = v.object({ ...PageQuery.entries, status: v.optional(DeploymentStatus) });
export type DeploymentQuery = v.InferOutput<typeof DeploymentQuery>;

/** Without `commit` the head of the branch is deployed. `noCache` builds every layer anew. */
export const StartDeployment = v.strictObject({
  commit: v.optional(CommitSha),
  noCache: v.optional(v.boolean(), false),
});
export type StartDeployment = v.InferOutput<typeof StartDeployment>;

/** What became of a deployment on one server. */
export const TargetView = v.strictObject({
  server: v.strictObject({ id: v.string(), name: v.string() }),
  destinationId: v.string(),
  status: DeploymentStatus,
  /** Why it failed there; null otherwise. */
  cause: v.nullable(Cause),
  /** Why it has not begun there, in one sentence. */
  waitingReason: v.nullable(v.string()),
  /** It is the release that serves there. */
  isServing: v.boolean(),
  /** Number of the deployment that serves there now; null when none does, or the application has left the server. */
  servingNumber: v.nullable(v.number()),
  /** How often a runner has begun it there. */
  attempt: v.number(),
  startedAt: v.nullable(v.number()),
  liveAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
});
export type TargetView = v.InferOutput<typeof TargetView>;

const Trigger = v.picklist(deploymentTriggers);

/** One deployment in a list. Times are epoch ms by the control plane's clock. */
export const DeploymentView = v.strictObject({
  id: v.string(),
  applicationId: v.string(),
  applicationName: v.string(),
  number: v.number(),
  trigger: Trigger,
  status: DeploymentStatus,
  /** Branch; null for an application that runs a ready image. */
  ref: v.nullable(v.string()),
  /** Full commit id; null until the runner has resolved the head of the branch. */
  commit: v.nullable(v.string()),
  commitSubject: v.nullable(v.string()),
  commitAuthor: v.nullable(v.string()),
  /** The webhook delivery that caused it. */
  deliveryId: v.nullable(v.string()),
  createdBy: v.nullable(v.strictObject({ id: v.string(), name: v.string() })),
  rollbackOf: v.nullable(v.string()),
  /** Why it failed; null otherwise. */
  cause: v.nullable(Cause),
  /** The release that serves. At most one an application. */
  isActive: v.boolean(),
  /** Its image is kept on the server, so that rolling back to it builds nothing. */
  canRollBack: v.boolean(),
  supersededBy: v.nullable(v.string()),
  /** Why a queued one has not started, in one sentence; null when nothing holds it back. */
  waitingReason: v.nullable(v.string()),
  createdAt: v.number(),
  startedAt: v.nullable(v.number()),
  liveAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
  /** One entry a server, in the order of the application's servers. The status above is made of theirs. */
  targets: v.array(TargetView),
});
export type DeploymentView = v.InferOutput<typeof DeploymentView>;

/** Times of a step are by the runner's clock: shown, never compared with others. */
export const StepView = v.strictObject({
  name: v.string(),
  title: v.string(),
  class: StepClass,
  /** `waiting`: not reached yet. */
  status: v.union([StepStatus, v.literal("waiting")]),
  startedAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
  durationMs: v.nullable(v.number()),
  note: v.nullable(v.string()),
});
export type StepView = v.InferOutput<typeof StepView>;

const Interruption = v.strictObject({
  /** The longest that the version before may take to end. */
  stopSeconds: v.number(),
  /** What the last versions took to answer; null: not known yet. */
  startSeconds: v.nullable(v.number()),
  sentence: v.string(),
});

export const DeploymentDetail = v.strictObject({
  ...DeploymentView.entries,
  /** `sha256:…` of the image on the server once it exists. */
  image: v.nullable(v.string()),
  /** The current settings differ from the ones this was made with. */
  isConfigOutdated: v.boolean(),
  /** How often a runner has begun it; 0 while it was never claimed. */
  attempt: v.number(),
  /** How it takes the place of the release before, chosen when it was made. */
  procedure: Procedure,
  /** Where requests fail for a while: for how long, as told before it runs. */
  interruption: v.nullable(Interruption),
  /** Steps of the latest attempt in order, the ones not reached yet included. */
  steps: v.array(StepView),
  /** Something odd worth knowing, e.g. a result that came too late. */
  note: v.nullable(v.string()),
  /** What its settings allow and what that costs; stays as long as the deployment. */
  warnings: v.array(v.string()),
  /** Folders that its image keeps in volumes without a name: what is written there goes with its container. */
  unnamedVolumes: v.array(v.string()),
});
export type DeploymentDetail = v.InferOutput<typeof DeploymentDetail>;

/** `autoDeploySwitchedOff`: pushes no longer deploy by themselves, so that the rollback stays. */
export const RollbackView = v.strictObject({ deployment: DeploymentView, autoDeploySwitchedOff: v.boolean() });
