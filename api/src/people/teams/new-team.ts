import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { insertMember, insertTeam } from "./teams.store.ts";

/** Statements of a new team with its first owner and its own data key. */
export async function newTeam(
  { db, ids, clock, secrets }: Pick<Deps, "db" | "ids" | "clock" | "secrets">,
  { name, userId }: { name: string; userId: string },
): Promise<{ id: string; statements: Statement[] }> {
  const id = ids.next("team");
  const now = clock.now();
  const wrappedKey = await secrets.newTeamKey();
  return {
    id,
    statements: [
      insertTeam(db, { id, name, wrappedKey, createdAt: now, updatedAt: now }),
      insertMember(db, { id: ids.next("member"), teamId: id, userId, role: "owner", createdAt: now }),
    ],
  };
}
