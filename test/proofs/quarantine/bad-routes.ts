import type { Route } from "@fairlead/runner/contract";

const sound: Route = { host: "bad.example.test", path: "/", scheme: "http", redirectTo: null, port: null };

/**
 * Routes that no API of today takes, as the row of an earlier version, a restored backup or an older control plane may bring them.
 * `taken` is the host of the first application.
 */
export const badRoutes = (taken: string): { way: string; routes: Route[] }[] => [
  { way: "a name that is no encoding", routes: [{ ...sound, host: "xn--zz.example.org" }] },
  { way: "a name with capitals", routes: [{ ...sound, host: "Bad.Example.test" }] },
  { way: "a placeholder for a name", routes: [{ ...sound, host: "{http.request.host}.test" }] },
  { way: "a name that gets no certificate", routes: [{ ...sound, host: "ab--cd.example.org", scheme: "https" }] },
  { way: "a redirect to such a name", routes: [{ ...sound, redirectTo: "xn--0.example.org", port: null }] },
  { way: "a path that climbs", routes: [{ ...sound, path: "/a/../../b" }] },
  { way: "a path of 17 parts", routes: [{ ...sound, path: "/a".repeat(17) }] },
  { way: "a place that another holds", routes: [{ ...sound, host: taken }] },
];
