// pure

import { registryOf } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";

type Tries = { pullImage: string | null; pushImage: string | null };

/** The login is told to its own registry alone, so nothing can be tried at another. */
export function refuseOtherRegistry(address: string, tries: Tries): void {
  for (const field of ["pullImage", "pushImage"] as const) {
    const image = tries[field];
    if (image !== null && registryOf(image) !== address)
      throw invalidField(field, `must be of ${address}: this one is of ${registryOf(image)}`);
  }
}
