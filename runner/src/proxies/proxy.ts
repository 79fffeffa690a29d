import type { Route, ServerRoutes } from "../../contract/index.ts";

/** What came back through the proxy. `upstream` is `address:port` of the container that answered, when the proxy told. */
export type ProxyAnswer = { status: number; upstream: string | undefined };

/**
 * Brings requests to the live containers of one server. The law, tested by one suite:
 *
 * - `ensure` makes the server serve at least this revision: it starts the proxy when it does not run, and replaces its whole
 *   configuration at once or not at all. A configuration the proxy refuses leaves the one before in force.
 * - An older revision never replaces a newer one, also when two runners ask at once. An unchanged one costs one small call and touches
 *   no connection.
 * - A restarted proxy serves the last configuration without us.
 * - A deployment changes nothing here: the proxy finds the live container by its name.
 */
export interface ServerProxy {
  /** Resolves with the revision that is served now. */
  ensure(routes: ServerRoutes): Promise<{ revision: number; isChanged: boolean }>;
  /** Makes the proxy run, with whatever it served last. */
  ensureRunning(): Promise<void>;
  /** Sends one request the way users' requests go, marked with the secret. undefined: there is no way to ask. */
  ask(route: Route, options: { probeSecret: string; signal: AbortSignal }): Promise<ProxyAnswer | undefined>;
}
