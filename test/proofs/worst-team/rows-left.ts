import type { NodeControlPlane } from "../../support/control-plane.ts";
import { withDatabase } from "../../support/load/embedded-database.ts";

const mebibyte = 1_048_576;
type Left = { what: string; sql: string; unit: number; most: number };

/** What a team may leave behind, however long it does its worst. */
const left: readonly Left[] = [
  { what: "deliveries", sql: "SELECT count(*) FROM delivery WHERE team_id = ?", unit: 1, most: 20_000 },
  {
    what: "queued jobs",
    sql: "SELECT count(*) FROM job WHERE team_id = ? AND state = 'queued'",
    unit: 1,
    most: 1_000,
  },
  { what: "deployments", sql: "SELECT count(*) FROM deployment WHERE team_id = ?", unit: 1, most: 20_000 },
  {
    what: "MiB in deployments",
    sql: "SELECT coalesce(sum(octet_length(variables)), 0) FROM deployment WHERE team_id = ?",
    unit: mebibyte,
    most: 150,
  },
  {
    what: "MiB of variables",
    sql: "SELECT coalesce(sum(octet_length(value)), 0) FROM variable WHERE team_id = ?",
    unit: mebibyte,
    most: 88,
  },
  { what: "teams of all", sql: "SELECT count(*) FROM team WHERE id <> ?", unit: 1, most: 25 },
  { what: "counters of all", sql: "SELECT count(*) FROM rate_window WHERE key <> ?", unit: 1, most: 1_000 },
  { what: "audit entries", sql: "SELECT count(*) FROM audit WHERE team_id = ?", unit: 1, most: 20_000 },
];

export const rowsLeft = (plane: NodeControlPlane, teamId: string) =>
  withDatabase(plane, async ({ $client }) => {
    const counted = [];
    for (const { what, sql, unit, most } of left) {
      const { rows } = await $client.execute({ sql, args: [teamId] });
      counted.push({ what, count: Math.round(Number(rows[0]?.[0]) / unit), most });
    }
    return counted;
  });
