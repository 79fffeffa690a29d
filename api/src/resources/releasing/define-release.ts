import type { Database } from "@fairlead/db";
import type { Statement } from "../../kit/sql/statement.ts";
import { raiseRevision, readReleaseRows } from "./release-rows.store.ts";
import { type Of, type Releasable, type Releasing, toReleasable } from "./releasing.ts";

/** What a kind says of deploying, without what only the kind itself knows of its rows. */
export type KindRelease = Pick<Releasing<never>, "stopGraceSeconds" | "chosenRegistries" | "deployed"> & {
  /** One of them as it is at this moment; undefined: it is gone. */
  read: (db: Database, of: Of) => Promise<Releasable | undefined>;
  switchAutomaticOff: (db: Database, of: Of & { now: number }) => Statement[];
};

export const defineRelease = <Own>(kind: Releasing<Own>): KindRelease => ({
  stopGraceSeconds: kind.stopGraceSeconds,
  ...(kind.chosenRegistries ? { chosenRegistries: kind.chosenRegistries } : {}),
  ...(kind.deployed ? { deployed: kind.deployed } : {}),
  read: async (db, of) => {
    const rows = await readReleaseRows(db, of.teamId, { id: of.id, own: kind.own(db, of) });
    return rows && toReleasable(kind, rows);
  },
  switchAutomaticOff: (db, of) => (kind.automatic ? [kind.automatic.switchOff(db, of), raiseRevision(db, of)] : []),
});
