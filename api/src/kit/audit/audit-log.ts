// pure

import type { Actor } from "../../rules/permissions.ts";
import type { Deps } from "../deps.ts";
import { AuditEntry, type Draft } from "./entry.ts";

type Made = { action: string; target: string | null; detail?: Record<string, string | number | boolean | null> };
type Given = Pick<Deps, "ids" | "clock" | "secrets">;

/** Entry that belongs into the same batch as the change it records. `detail` never holds secret values. */
export const auditStatement = (deps: Given, actor: Actor, made: Made) =>
  auditEntry(deps, {
    teamId: actor.teamId,
    actor: `${actor.via === "token" ? "token" : "user"}:${actor.via === "token" ? actor.credentialId : actor.userId}`,
    requestId: actor.requestId,
    ...made,
  });

/** The same for what a person does outside a team (`teamId` null) or before being one of its members. */
export const personAudit = (
  deps: Given,
  { userId, teamId, requestId }: { userId: string; teamId: string | null; requestId: string },
  made: Made,
) => auditEntry(deps, { teamId, actor: `user:${userId}`, requestId, ...made });

/** The same for whoever is no person: `actor` says who. */
export const auditEntry = (
  { ids, clock, secrets }: Given,
  { detail, ...by }: Made & Pick<Draft, "teamId" | "actor" | "requestId">,
) =>
  new AuditEntry(
    { ...by, id: ids.next("audit"), detail: JSON.stringify(detail ?? {}), createdAt: clock.now() },
    secrets,
  );
