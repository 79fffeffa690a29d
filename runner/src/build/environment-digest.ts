// pure

import { createHmac, hkdfSync } from "node:crypto";

/**
 * Stands for the values that a build may mount, of one resource: other values, another digest. It is seen in the cache and may be
 * seen in an image's history, so it is made with a key that only this runner has: nobody can try values against it.
 */
export function environmentDigest(
  values: Readonly<Record<string, string>>,
  { resource, key }: { resource: string; key: string },
): string {
  const own = hkdfSync("sha256", key, "", "fairlead: variables of a build", 32);
  const entries = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac("sha256", Buffer.from(own))
    .update(JSON.stringify([resource, entries]))
    .digest("hex")
    .slice(0, 32);
}
