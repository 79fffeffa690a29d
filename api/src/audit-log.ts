import { type Database, schema } from "@fairlead/db";
import type { Deps } from "./deps.ts";
import type { Actor } from "./domain/permissions.ts";

type AuditEntry = { action: string; target: string | null; detail?: Record<string, string | number | boolean | null> };

/** Statement that belongs into the same batch as the change it records. `detail` never holds secret values. */
export function auditStatement(
  { db, ids, clock }: Pick<Deps, "db" | "ids" | "clock">,
  actor: Actor,
  entry: AuditEntry,
) {
  return auditRow(db, {
    id: ids.next("audit"),
    teamId: actor.teamId,
    actor: `${actor.via === "token" ? "token" : "user"}:${actor.via === "token" ? actor.credentialId : actor.userId}`,
    action: entry.action,
    target: entry.target,
    detail: JSON.stringify(entry.detail ?? {}),
    requestId: actor.requestId,
    createdAt: clock.now(),
  });
}

export const auditRow = (db: Database, row: typeof schema.audit.$inferInsert) => db.insert(schema.audit).values(row);

/** The same for what a person does outside a team (`teamId` null) or before being one of its members. */
export const personAudit = (
  { db, ids, clock }: Pick<Deps, "db" | "ids" | "clock">,
  by: { userId: string; teamId: string | null; requestId: string },
  entry: AuditEntry,
) =>
  auditRow(db, {
    id: ids.next("audit"),
    teamId: by.teamId,
    actor: `user:${by.userId}`,
    action: entry.action,
    target: entry.target,
    detail: JSON.stringify(entry.detail ?? {}),
    requestId: by.requestId,
    createdAt: clock.now(),
  });
