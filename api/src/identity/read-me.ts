import type { Deps } from "../deps.ts";
import type { Person } from "../http/api-env.ts";
import type { MeView } from "./identity.schemas.ts";
import { listMemberships } from "./identity.store.ts";

export async function readMe({ db }: Deps, person: Person): Promise<MeView> {
  const { userId, name, email, isInstanceOwner, via } = person;
  const teams = await listMemberships(db, userId);
  return {
    user: { id: userId, name, email, isInstanceOwner },
    teams: teams.map((team) => ({ id: team.id, name: team.name, role: team.role })),
    via,
  };
}
