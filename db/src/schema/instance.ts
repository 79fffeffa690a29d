import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { at, updatedAt } from "./columns.ts";

/** Instance-wide settings: one row a key, e.g. `signups` = `invitation` | `open`, `owner` = the user id of the first owner. */
export const instanceSetting = sqliteTable("instance_setting", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
  updatedAt: updatedAt(),
});

/** Throttle counters keyed by purpose and subject (`login:<account hash>`); a row past its window counts as absent. */
export const rateWindow = sqliteTable(
  "rate_window",
  {
    key: text("key").primaryKey(),
    count: integer("count").notNull(),
    endsAt: at("ends_at").notNull(),
  },
  (t) => [index("rate_window_end").on(t.endsAt)],
);
