// pure

import type { ResourceKindName } from "@fairlead/runner/contract";
import { conflict } from "../rules/errors.ts";

export function refuseWhileRemoving({ kind, state }: { kind: ResourceKindName; state: string }): void {
  if (state === "removing")
    throw conflict("resource.removing", `This ${kind} is being removed and takes no more changes.`);
}
