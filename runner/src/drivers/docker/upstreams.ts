// pure

import { keyOf } from "../../plan/names.ts";
import type { Upstreams } from "../../ports/upstreams.ts";

/** By Docker's own resolver, on every network that a container is in. The final dot keeps it from trying search domains. */
export const dockerUpstreams: Upstreams = {
  keyOf,
  serving: (key) => `live-${key}.`,
  fallback: (key) => `any-${key}.`,
};
