import Box from "@lucide/svelte/icons/box";
import { listApplications } from "../../api/applications.ts";
import { firstPages, type Page } from "../../api/pages.ts";
import type { ApplicationItem } from "../../api/types.ts";
import { shortCommit } from "../../deployments/deployment-look.ts";
import type { ResourceItem } from "../resource-item.ts";
import type { ResourceFilter } from "../resource-kind.ts";
import { deployInPlace, operateActions } from "./application-actions.ts";
import { hostOf, lookAt, urgencyOf } from "./application-look.ts";

const toItem = (application: ApplicationItem): ResourceItem => ({
  id: application.id,
  noun: "application",
  icon: Box,
  name: application.name,
  href: `/applications/${application.id}`,
  look: (now) => lookAt(application, now),
  urgency: urgencyOf(application),
  address: application.url === null ? null : hostOf(application.url),
  url: application.url,
  cause: application.latestStatus === "failed" ? (application.latestCause ?? "The last deployment failed.") : null,
  origin: application.origin,
  branch: application.branch,
  version: versionOf(application),
  since: application.activeSince,
  hasChanges: application.hasUndeployedChanges && application.activeNumber !== null,
  changedAt: Math.max(application.activeSince ?? 0, application.updatedAt),
  serverId: application.serverId,
  actions: (role) => {
    const named = (kind: string) => operateActions(application, role).find(({ id }) => id.startsWith(`${kind}:`));
    const [restart, stop, start] = [named("restart"), named("stop"), named("start")];
    return {
      deploy: deployInPlace(application, role),
      ...(restart ? { restart } : {}),
      ...(stop ? { stop } : {}),
      ...(start ? { start } : {}),
    };
  },
});

const versionOf = ({ activeNumber, activeCommit }: ApplicationItem) =>
  activeNumber === null ? null : [`#${activeNumber}`, ...(activeCommit ? [shortCommit(activeCommit)] : [])].join(" · ");

export async function listItems(filter: ResourceFilter, pages: number): Promise<Page<ResourceItem>> {
  const { items, nextCursor } = await firstPages((cursor) => listApplications(filter, cursor), pages);
  return { items: items.map(toItem), nextCursor };
}
