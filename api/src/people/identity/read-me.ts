import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import type { MeView } from "./identity.schemas.ts";
import { listMemberships, readName } from "./identity.store.ts";

export async function readMe({ db }: Deps, person: Person): Promise<MeView> {
  const { userId, email, isInstanceOwner, via } = person;
  const [teams, named] = await Promise.all([listMemberships(db, userId), readName(db, userId)]);
  const { name, revision } = named ?? { name: person.name, revision: 1 };
  return {
    user: { id: userId, name, email, isInstanceOwner },
    teams: teams.map((team) => ({ id: team.id, name: team.name, role: team.role, revision: team.revision })),
    via,
    revision,
  };
}
