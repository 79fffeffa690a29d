import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { createdAt, id } from "./columns.ts";

/** Append-only: who did what to which row. `detail` is JSON without secret values. Kept when the team goes. */
export const audit = sqliteTable(
  "audit",
  {
    id: id(),
    teamId: text("team_id"),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    target: text("target"),
    detail: text("detail").notNull().default("{}"),
    requestId: text("request_id"),
    createdAt: createdAt(),
  },
  (t) => [
    index("audit_team").on(t.teamId, t.id),
    // Retention.
    index("audit_age").on(t.createdAt),
  ],
);
