import type { ApplicationView } from "../../api/types.ts";

type Origin = { kind: "git"; autoDeploy: boolean } | { kind: "image" };
type Application = { origin: Origin } & {
  activeDeployment: Pick<NonNullable<ApplicationView["activeDeployment"]>, "rollbackOf" | "createdAt"> | null;
};

/** When a rollback switched deploying on push off, as long as what it brought back still serves; else null. */
export function pushIsOffSince({ origin, activeDeployment }: Application): number | null {
  if (origin.kind !== "git" || origin.autoDeploy || !activeDeployment?.rollbackOf) return null;
  return activeDeployment.createdAt;
}
