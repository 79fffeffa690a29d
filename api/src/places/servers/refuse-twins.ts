import type { Database } from "@fairlead/db";
import { conflict } from "../../rules/errors.ts";
import { findLocalServer, findServerAt } from "./servers.store.ts";

type Wanted = { runnerId: string; host: string | null; port: number | null; except?: string };

const localExists = () =>
  conflict("server.local_exists", "The machine of this runner is already a server of the team.");
const addressTaken = (name: string) =>
  conflict("server.address_taken", `The server ${name} already has this host and port.`);

/** The unique index decides between two that come at the same moment. `columns` as the database names what it refused. */
export const twinRefused = (columns: string) =>
  columns === "server.runner_id" ? localExists() : addressTaken("that was just added");

/** One machine is one server: two rows would fight over its proxy. Names that lead to the same address are not recognised. */
export async function refuseTwins(db: Database, teamId: string, { runnerId, host, port, except }: Wanted) {
  if (host === null || port === null) {
    const local = await findLocalServer(db, teamId, runnerId);
    if (local && local !== except) throw localExists();
    return;
  }
  const twin = await findServerAt(db, teamId, { host, port });
  if (twin && twin.id !== except) throw addressTaken(twin.name);
}
