// pure

import type { SourceView } from "./sources.schemas.ts";
import type { SourceWithUse } from "./sources.store.ts";

export const webhookUrl = (origin: string, webhookKey: string) => `${origin}/api/v1/webhooks/${webhookKey}`;

export function toSourceView(row: SourceWithUse, { origin, now }: { origin: string; now: number }): SourceView {
  const { previousSecretEndsAt } = row;
  return {
    id: row.id,
    name: row.name,
    forge: row.forge,
    baseUrl: row.baseUrl,
    auth: row.auth,
    tokenUser: row.tokenUser,
    hasToken: row.token !== null,
    deployKeyRunnerId: row.deployKeyRunnerId,
    deployKeyPublic: row.deployKeyPublic,
    isMakingDeployKey: row.isMakingDeployKey === 1,
    knownHost: row.knownHost,
    webhookUrl: webhookUrl(origin, row.webhookKey),
    previousSecretEndsAt: previousSecretEndsAt !== null && previousSecretEndsAt > now ? previousSecretEndsAt : null,
    lastDeliveryAt: row.lastDeliveryAt,
    refusal:
      row.refusedFor === null || row.refusedAt === null
        ? null
        : { reason: row.refusedFor, count: row.refusedCount, at: row.refusedAt },
    applicationCount: row.applicationCount,
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
