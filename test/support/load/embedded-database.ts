import { join } from "node:path";
import { type Database, openDatabase } from "@fairlead/db";
import type { NodeControlPlane } from "../control-plane.ts";

/** The database file of an embedded control plane, opened beside it: for what no API says, and for rows by the thousand. */
export async function withDatabase<T>({ folder }: NodeControlPlane, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(`file:${join(folder, "fairlead.db")}`);
  try {
    return await work(db);
  } finally {
    db.$client.close();
  }
}
