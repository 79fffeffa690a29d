import type { Database } from "@fairlead/db";
import { resourceNotFound } from "../../rules/resource-words.ts";
import type { Releasable } from "../releasing/releasing.ts";
import { kindOf } from "./registry.ts";

/** A resource of the team as deploying sees it at this moment. */
export async function readReleasable(db: Database, teamId: string, id: string): Promise<Releasable> {
  const found = await kindOf(id).release.read(db, { teamId, id });
  if (!found) throw resourceNotFound(id);
  return found;
}
