import type { Database } from "@fairlead/db";
import { conflict } from "../domain/errors.ts";
import { findLocalServer, findServerAt } from "./servers.store.ts";

type Wanted = { runnerId: string; host: string | null; port: number | null; except?: string };

/** One machine is one server: two rows would fight over its proxy. Other spellings of one address are not recognised. */
export async function refuseTwins(db: Database, teamId: string, { runnerId, host, port, except }: Wanted) {
  if (host === null || port === null) {
    const local = await findLocalServer(db, teamId, runnerId);
    if (local && local !== except)
      throw conflict("server.local_exists", "The machine of this runner is already a server of the team.");
    return;
  }
  const twin = await findServerAt(db, teamId, { host, port });
  if (twin && twin.id !== except)
    throw conflict("server.address_taken", `The server ${twin.name} already has this host and port.`);
}
