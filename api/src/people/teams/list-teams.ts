import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { listMemberships } from "../identity/identity.store.ts";

/** Those that a person belongs to. */
export const listTeams = ({ db }: Pick<Deps, "db">, { userId }: Person) => listMemberships(db, userId);
