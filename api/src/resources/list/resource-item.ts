// pure

import { DeploymentStatus, ResourceState, resourceKindNames } from "@fairlead/runner/contract";
import * as v from "valibot";

/** One row of a list, of any kind: everything a card shows, nothing that needs a second look. */
export const ResourceItem = v.strictObject({
  id: v.string(),
  kind: v.picklist(resourceKindNames),
  /** Its id, where the stored name cannot be read. */
  name: v.string(),
  projectId: v.string(),
  environmentId: v.string(),
  serverId: v.string(),
  destinationId: v.string(),
  /** Where it runs, in no order; the two above are of the first. */
  targets: v.array(v.strictObject({ serverId: v.string(), destinationId: v.string() })),
  tags: v.array(v.string()),
  state: ResourceState,
  stateObservedAt: v.nullable(v.number()),
  /** Where it comes from: `owner/name` of a repository, or an image. */
  origin: v.string(),
  branch: v.nullable(v.string()),
  /** The first domain, as a URL. */
  url: v.nullable(v.string()),
  /** The release that serves. */
  activeNumber: v.nullable(v.number()),
  activeCommit: v.nullable(v.string()),
  activeSince: v.nullable(v.number()),
  latestStatus: v.nullable(DeploymentStatus),
  /** Why the latest deployment failed, in one sentence; null when it did not. */
  latestCause: v.nullable(v.string()),
  hasUndeployedChanges: v.boolean(),
  /** Stored values that cannot be read, by name; nothing is shown in their place. */
  damaged: v.array(v.string()),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type ResourceItem = v.InferOutput<typeof ResourceItem>;
export type ResourceField = keyof ResourceItem;

const isField = (name: string): name is ResourceField => Object.hasOwn(ResourceItem.entries, name);
export const resourceFields: readonly ResourceField[] = Object.keys(ResourceItem.entries).filter(isField);
