// pure

import {
  Cause,
  ContainerSettings,
  DeploymentStatus,
  HealthCheck,
  Procedure,
  RegistryLine,
  ResourceState,
  tagFollowing,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { BuildView } from "./builds/index.ts";

const OriginView = v.variant("kind", [
  v.strictObject({
    kind: v.literal("git"),
    sourceId: v.nullable(v.string()),
    /** Of that source: how addresses of commits and branches are made. */
    forge: v.nullable(v.string()),
    repositoryUrl: v.string(),
    /** `owner/name` in lower case: what a push is matched by. */
    repository: v.string(),
    branch: v.string(),
    autoDeploy: v.boolean(),
    watchPaths: v.array(v.string()),
    submodules: v.boolean(),
    lfs: v.boolean(),
    /**
     * What the forge said about the address since it was saved: the repository moved. `isFollowed`: `repositoryUrl` is the new address;
     * otherwise a person has to enter it.
     */
    moved: v.nullable(v.strictObject({ from: v.string(), to: v.string(), at: v.number(), isFollowed: v.boolean() })),
  }),
  v.strictObject({
    kind: v.literal("image"),
    image: v.string(),
    /** The login that was chosen for it; null: the team's default for the image's address. */
    registryId: v.nullable(v.string()),
    follow: v.picklist(tagFollowing),
    /** Where the followed tag led at the last look. */
    seenDigest: v.nullable(v.string()),
    /** Why the last look found nothing; it is looked at again later. */
    trouble: v.nullable(
      v.strictObject({
        state: RegistryLine.entries.state,
        sentence: v.string(),
        nextAction: v.nullable(v.string()),
      }),
    ),
  }),
]);
const DeploymentSummary = v.strictObject({
  id: v.string(),
  number: v.number(),
  status: DeploymentStatus,
  commit: v.nullable(v.string()),
  commitSubject: v.nullable(v.string()),
  commitAuthor: v.nullable(v.string()),
  /** The deployment whose release it brought back. */
  rollbackOf: v.nullable(v.string()),
  createdAt: v.number(),
  liveAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
});
export type DeploymentSummary = v.InferOutput<typeof DeploymentSummary>;

const TargetOfApplication = v.strictObject({
  destinationId: v.string(),
  /** `isReachable`: its last check got in, and its runner is there to be asked. */
  server: v.strictObject({ id: v.string(), name: v.string(), state: v.string(), isReachable: v.boolean() }),
  /** `removing`: what runs there is being taken away. */
  state: ResourceState,
  stateObservedAt: v.nullable(v.number()),
  /** Number of the release that serves there; null when none does. */
  activeNumber: v.nullable(v.number()),
  /** Another server has a newer release; this one gets it by itself once it can be reached. */
  isBehind: v.boolean(),
});

export const ApplicationView = v.strictObject({
  id: v.string(),
  kind: v.literal("application"),
  name: v.string(),
  project: v.strictObject({ id: v.string(), name: v.string() }),
  environment: v.strictObject({ id: v.string(), name: v.string() }),
  destinationId: v.string(),
  server: v.strictObject({ id: v.string(), name: v.string(), state: v.string() }),
  /** Where it runs, in the order that was given; `destinationId` and `server` are of the first. */
  destinations: v.array(v.string()),
  /** One entry a server, those included that it is being removed from. */
  targets: v.array(TargetOfApplication),
  origin: OriginView,
  build: BuildView,
  /** Where what is built is pushed; null: nowhere. */
  push: v.nullable(v.strictObject({ registryId: v.string(), repository: v.string(), tag: v.nullable(v.string()) })),
  container: ContainerSettings,
  health: v.nullable(HealthCheck),
  /** Stored settings that cannot be read: the usual ones are shown in their place, and saving them mends it. */
  damaged: v.array(v.string()),
  keepReleases: v.number(),
  tags: v.array(v.string()),
  /** Of its set of tags: raised by every change of it. */
  tagsRevision: v.number(),
  state: ResourceState,
  stateObservedAt: v.nullable(v.number()),
  /** Every address that serves, redirects left out. */
  urls: v.array(v.string()),
  activeDeployment: v.nullable(DeploymentSummary),
  latestDeployment: v.nullable(DeploymentSummary),
  /** Settings, variables or domains changed since the release that serves was made. */
  hasUndeployedChanges: v.boolean(),
  /** How its next deployment takes the place of the release that serves, and why it is not by overlapping. */
  procedure: v.strictObject({ procedure: Procedure, because: v.nullable(v.string()) }),
  /** Only while it is being removed: where that stands. */
  removal: v.nullable(v.strictObject({ isOpen: v.boolean(), cause: v.nullable(Cause) })),
  /** Of its settings: raised by every save. */
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type ApplicationView = v.InferOutput<typeof ApplicationView>;
