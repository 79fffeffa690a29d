import type { ProcedureName } from "./procedure.ts";

/** What a driver can do, as far as it decides how a release takes the place of the one before. */
export type RolloutAbility = { overlap: boolean; rollout: "ours" | "platform" };

/** Docker by itself: two containers of a resource run side by side, and which one serves is ours to say. */
export const dockerAbility = { overlap: true, rollout: "ours" } as const satisfies RolloutAbility;

/** What a release has that only one of its kind may have at a time. */
export type Exclusive = {
  /** Of the server, asked for by number. */
  hostPort: number | null;
  /** Folder of a volume that it writes: two versions would write the same files. */
  volume: string | null;
  /** A folder of the server that it writes. */
  hostFolder: string | null;
};

export type ChosenProcedure = {
  procedure: ProcedureName;
  /** Why it is not `overlap`, for people; null where it is. */
  because: string | null;
};

/** How a deployment will go, known before it runs: decided by what the driver can do and by what the release needs. */
export function chooseProcedure(able: RolloutAbility, { hostPort, volume, hostFolder }: Exclusive): ChosenProcedure {
  if (able.rollout === "platform") return { procedure: "hand-over", because: "The platform rolls out by itself." };
  if (hostPort !== null)
    return { procedure: "replace", because: `Two versions cannot both have port ${hostPort} of the server.` };
  if (volume !== null)
    return { procedure: "replace", because: `Two versions must not both write the volume at ${volume}.` };
  if (hostFolder !== null)
    return { procedure: "replace", because: `Two versions must not both write ${hostFolder} of the server.` };
  if (!able.overlap) return { procedure: "replace", because: "Two versions cannot run at the same time there." };
  return { procedure: "overlap", because: null };
}
