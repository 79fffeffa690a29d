import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { AddressRange, EmailAddress, HttpUrl, PemCertificates, Port } from "../grammar.ts";
import { OnWireResource } from "../ids.ts";
import { Route } from "../workload.ts";

/** Every route of one server. Higher `revision` wins: an older document never replaces a newer one at the proxy. */
export const ServerRoutes = v.strictObject({
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  networks: v.array(v.pipe(v.string(), v.regex(/^fairlead-[a-z0-9-]{1,60}$/))),
  acme: v.nullable(
    v.strictObject({
      email: v.nullable(EmailAddress),
      directory: v.nullable(HttpUrl),
      trustedRoots: v.nullable(PemCertificates),
    }),
  ),
  /** Known only to the runner and the proxy: a request that carries it is answered with the address of the upstream used. */
  probeSecret: v.pipe(v.string(), v.minLength(20), v.maxLength(200)),
  applications: v.array(v.strictObject({ application: OnWireResource, port: Port, routes: v.array(Route) })),
  /** Who stands before the proxy and is believed about scheme and client. An older runner goes on believing nobody. */
  trustedProxies: added(2, { as: v.pipe(v.array(AddressRange), v.maxLength(200)), absent: [], older: "drop" }),
});
export type ServerRoutes = v.InferOutput<typeof ServerRoutes>;

/** A route that is not served, alone among the others, and why. */
export const RefusedRoute = v.strictObject({
  application: OnWireResource,
  host: v.pipe(v.string(), v.maxLength(300)),
  path: v.pipe(v.string(), v.maxLength(300)),
  sentence: v.pipe(v.string(), v.maxLength(500)),
});
export type RefusedRoute = v.InferOutput<typeof RefusedRoute>;
