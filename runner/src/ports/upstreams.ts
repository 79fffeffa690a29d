import type { ObservedContainer } from "../plan/observed.ts";

/**
 * Where a proxy finds what a driver runs. A proxy knows no names of a driver's: it asks here, and looks up again and again what it is
 * told, because that is how traffic moves.
 */
export type Upstreams = {
  /** What stands for a resource in the proxy's table: letters, digits and dashes. */
  keyOf: (resource: string) => string;
  /** The name that leads to whoever serves the resource. `key` may be a placeholder of the proxy's. */
  serving: (key: string) => string;
  /** Leads to whatever of it runs: asked while nobody has the other name. */
  fallback: (key: string) => string;
};

/** What a proxy says of a container that answered at this port; undefined: nothing can reach it. */
export const toldUpstream = ({ address }: Pick<ObservedContainer, "address">, port: number): string | undefined =>
  address === undefined ? undefined : `${address}:${port}`;
