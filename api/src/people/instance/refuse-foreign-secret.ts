import type { Deps } from "../../kit/deps.ts";
import { findKeyMark, oldestTeamKeys, rememberKeyMark } from "./key-mark.store.ts";

/** The data were sealed with another FAIRLEAD_SECRET. */
export class ForeignSecret extends Error {
  override readonly name = "ForeignSecret";
  constructor() {
    super(
      "FAIRLEAD_SECRET is not the secret that this database was sealed with, so nothing stored in it could be read. " +
        "Set the one it was made with (an embedded instance keeps it in the file secret of its state folder), or another database. Nothing was changed.",
    );
  }
}

/** One team's key may be damaged; that so many are says that the secret is another. */
const looked = 20;

/** Reads only. Throws ForeignSecret. A database without our tables is nobody's yet. */
export async function refuseForeignSecret({ db, secrets }: Pick<Deps, "db" | "secrets">): Promise<void> {
  if (await isMadeFor({ db, secrets })) return;
  throw new ForeignSecret();
}

/** Says in the database which secret it is sealed with. After `refuseForeignSecret`; writes once. */
export async function markKey({ db, secrets, clock }: Pick<Deps, "db" | "secrets" | "clock">): Promise<void> {
  const mark = await secrets.keyMark();
  if ((await findKeyMark(db)) !== mark) await rememberKeyMark(db, mark, { now: clock.now() });
}

async function isMadeFor({ db, secrets }: Pick<Deps, "db" | "secrets">): Promise<boolean> {
  try {
    if ((await findKeyMark(db)) === (await secrets.keyMark())) return true;
    // No mark, or a damaged one: what was sealed with the secret tells. Where nothing was, any secret is right.
    const keys = await oldestTeamKeys(db, looked);
    const opened = await Promise.all(keys.map((wrapped) => secrets.opensTeamKey(wrapped)));
    return keys.length === 0 || opened.includes(true);
  } catch (error) {
    if (isWithoutTables(error)) return true;
    throw error;
  }
}

function isWithoutTables(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.message.includes("no such table")) return true;
  }
  return false;
}
