import Box from "@lucide/svelte/icons/box";
import type { ResourceRow } from "../../api/resources.ts";
import { shortCommit } from "../../deployments/deployment-look.ts";
import { hrefOf } from "../registry.ts";
import type { ResourceItem } from "../resource-item.ts";
import { deployInPlace, operateActions } from "./application-actions.ts";
import { hostOf, lookAt, urgencyOf } from "./application-look.ts";

export const toItem = (application: ResourceRow): ResourceItem => ({
  id: application.id,
  noun: "application",
  icon: Box,
  name: application.name,
  href: hrefOf(application),
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
  tags: application.tags,
  projectId: application.projectId,
  environmentId: application.environmentId,
  serverIds: [...new Set([application.serverId, ...application.targets.map(({ serverId }) => serverId)])],
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

const versionOf = ({ activeNumber, activeCommit }: ResourceRow) =>
  activeNumber === null ? null : [`#${activeNumber}`, ...(activeCommit ? [shortCommit(activeCommit)] : [])].join(" · ");
