// pure

import type { ObservedContainer } from "../plan/observed.ts";
import type { Driver } from "../ports/driver.ts";

export type Leftovers = {
  resource: string;
  /** The containers that stay. */
  left: readonly ObservedContainer[];
  /** Containers that were there, and what they ran. */
  gone: readonly Pick<ObservedContainer, "image" | "imageOrigin">[];
};

/** Containers say which releases are needed; images follow them. */
export const removeUnusedImages = (driver: Driver, { resource, left, gone }: Leftovers): Promise<void> =>
  driver.removeImages({
    resource,
    keep: left.map(({ image }) => image),
    pulled: gone.filter(({ imageOrigin }) => imageOrigin === "pulled").map(({ image }) => image),
  });
