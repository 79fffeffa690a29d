import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { insertPassword, insertUser } from "./identity.store.ts";

/** Statements of a new person with a password. The e-mail is unique, so the batch of a second one fails. */
export async function newPerson(
  { db, ids, clock, auth }: Pick<Deps, "db" | "ids" | "clock" | "auth">,
  input: { name: string; email: string; password: string; instanceRole: "owner" | "user" },
): Promise<{ id: string; statements: Statement[] }> {
  const id = ids.secret(16);
  const now = new Date(clock.now());
  const hash = await auth.hashPassword(input.password);
  const { name, email, instanceRole } = input;
  return {
    id,
    statements: [
      insertUser(db, { id, name, email, instanceRole, createdAt: now, updatedAt: now }),
      insertPassword(db, { id: ids.secret(16), userId: id, hash, now }),
    ],
  };
}
