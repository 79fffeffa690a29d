// pure

import type { Deps, SealPlace } from "../deps.ts";

/** A sealed text that does not open. Opening asks nobody, so it never will: only entering the secret again mends it. */
export class DamagedSecret extends Error {
  override readonly name = "DamagedSecret";
  readonly place: SealPlace;
  constructor(place: SealPlace, options?: ErrorOptions) {
    super(
      `The stored ${place.column.replaceAll("_", " ")} of this ${place.table} is damaged and does not open.`,
      options,
    );
    this.place = place;
  }
}

export const openOr = (
  secrets: Deps["secrets"],
  teamKey: string,
  { place, sealed }: { place: SealPlace; sealed: string },
): Promise<string> =>
  secrets.open(teamKey, place, sealed).catch((error: unknown) => {
    throw new DamagedSecret(place, { cause: error });
  });
