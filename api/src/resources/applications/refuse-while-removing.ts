import { conflict } from "../../rules/errors.ts";

export function refuseWhileRemoving({ state }: { state: string }): void {
  if (state === "removing")
    throw conflict("application.removing", "This application is being removed and takes no more changes.");
}
