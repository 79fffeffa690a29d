import type { Database } from "@fairlead/db";
import { notFound } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getTeamRow, type TeamRow } from "./teams.store.ts";

/** Only the team the request acts in; the header X-Fairlead-Team chooses it. */
export async function loadTeam(db: Database, { teamId }: Actor, id: string): Promise<TeamRow> {
  if (id !== teamId) throw notFound("team");
  return getTeamRow(db, id);
}
