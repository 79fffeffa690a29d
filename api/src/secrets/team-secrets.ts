import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import type { Deps, SealPlace } from "../deps.ts";
import { notFound } from "../domain/errors.ts";

type Place = Omit<SealPlace, "team">;

/** Seals and opens secrets of one team. One query for the team's wrapped key; take it once per request. */
export async function teamSecrets({ db, secrets }: Pick<Deps, "db" | "secrets">, teamId: string) {
  const [row] = await db
    .select({ key: schema.team.wrappedKey })
    .from(schema.team)
    .where(eq(schema.team.id, teamId))
    .limit(1);
  if (!row) throw notFound("team");
  return {
    seal: (place: Place, plain: string) => secrets.seal(row.key, { ...place, team: teamId }, plain),
    open: (place: Place, sealed: string) => secrets.open(row.key, { ...place, team: teamId }, sealed),
  };
}
