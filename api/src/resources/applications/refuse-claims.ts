import type { Database } from "@fairlead/db";
import type { ContainerSettings } from "@fairlead/runner/contract";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Placement } from "../placement.store.ts";
import { refuseFiles } from "./refuse-files.ts";
import { portsStayFree, refuseHostPorts } from "./refuse-host-port.ts";
import { refuseVolumes, volumesStayFree } from "./refuse-volumes.ts";

export type Claims = {
  container: ContainerSettings;
  application: string;
  placements: readonly Placement[];
  /** Where ports are looked at: those where nothing about them changes have them already. */
  portsOn: readonly Placement[];
  /** Whether anything about mounts changes. */
  isMounting: boolean;
};

/** What settings ask for that another may have: ports and volumes of a server, and contents of files. */
export async function refuseClaims(db: Database, teamId: string, claims: Claims): Promise<void> {
  await refuseHostPorts(db, teamId, { ...claims, placements: claims.portsOn });
  await refuseFiles(db, teamId, claims);
  if (claims.isMounting) await refuseVolumes(db, teamId, claims);
}

/** For the batch of the save: of two that ask in one instant one gets it. */
export const claimsStayFree = (db: Database, teamId: string, claims: Claims): Statement[] => [
  ...portsStayFree(db, { ...claims, placements: claims.portsOn }),
  ...(claims.isMounting ? volumesStayFree(db, teamId, claims) : []),
];
