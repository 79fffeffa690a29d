import type { ServerProxy } from "../ports/proxy.ts";

/** A server whose traffic somebody else directs. */
export const noProxy: ServerProxy = {
  ensure: async ({ revision }) => ({ revision, isChanged: false, refused: [], settings: null, certificates: [] }),
  ensureRunning: async () => undefined,
  metadata: async () => undefined,
  certificates: async () => [],
  ask: async () => undefined,
};
