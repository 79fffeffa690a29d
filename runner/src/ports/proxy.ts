import type { Cause, RefusedRoute, Route, SeenCertificate, ServerRoutes } from "../../contract/index.ts";
import type { MetadataSeen } from "../plan/metadata-check.ts";
import type { RunningProxy } from "../plan/proxy-check.ts";

/** What came back through the proxy. `upstream` is `address:port` of the container that answered, when the proxy told. */
export type ProxyAnswer = { status: number; upstream: string | undefined };

export type ServedRoutes = {
  /** The one that is served now. */
  revision: number;
  isChanged: boolean;
  /** Routes of this revision that are left out, each with its reason. */
  refused: RefusedRoute[];
  /** Why the server's settings for certificates are not in force; those before are. */
  settings: Cause | null;
  /** What is shown for hosts that are new by https, as far as it is known by now. */
  certificates: SeenCertificate[];
};

/**
 * Brings requests to the live containers of one server. The law, tested by one suite:
 *
 * - `ensure` makes the server serve at least this revision: it starts the proxy when it does not run, and replaces all routes at once
 *   or none. A route that cannot be served is left out alone and named; settings that are refused leave the ones before in force.
 * - Routes come and go without ending a connection or a request of anybody.
 * - An older revision never replaces a newer one, also when two runners ask at once. An unchanged one costs two small questions and
 *   touches no connection.
 * - A restarted proxy serves the last routes without us; one that was made anew, of another version too, once it runs again, without
 *   being told them. A network that it lost is given back.
 * - A deployment changes nothing here: the proxy finds the live container by its name.
 */
export interface ServerProxy {
  ensure(routes: ServerRoutes): Promise<ServedRoutes>;
  /** Makes the proxy run, with whatever it served last, and tells what runs. It is not replaced by a newer one. undefined: there is none. */
  ensureRunning(): Promise<RunningProxy | undefined>;
  /** What a container of the proxy's network gets of a cloud's metadata; undefined: nobody could tell. */
  metadata(): Promise<MetadataSeen>;
  /** What is shown to whoever asks for these hosts over TLS. Ends in a few seconds; hosts whose turn did not come are left out. */
  certificates(hosts: readonly string[]): Promise<SeenCertificate[]>;
  /** Sends one request the way users' requests go, marked with the secret. undefined: there is no way to ask. */
  ask(route: Route, options: { probeSecret: string; signal: AbortSignal }): Promise<ProxyAnswer | undefined>;
}
