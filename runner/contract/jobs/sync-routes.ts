import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { Cause } from "../cause.ts";
import { ServerTarget } from "../targets/index.ts";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Certificates } from "./seen-certificates.ts";
import { RefusedRoute, ServerRoutes } from "./server-routes.ts";

export const syncRoutes = jobKind({
  kind: "sync-routes",
  payload: v.strictObject({ kind: v.literal("sync-routes"), target: ServerTarget, routes: ServerRoutes }),
  result: v.strictObject({
    kind: v.literal("sync-routes"),
    revision: v.number(),
    /** None: every route is served. */
    refused: added(2, { as: v.pipe(v.array(RefusedRoute), v.maxLength(1_000)), absent: [], older: "drop" }),
    /** Why the server's settings for certificates are not in force. */
    settings: added(2, { as: v.nullable(Cause), absent: null, older: "drop" }),
    /** Of hosts that are new by https. */
    certificates: added(2, { as: Certificates, absent: [], older: "drop" }),
  }),
  words: { title: "Routes of the server", underway: () => "The routes of this server are being changed." },
  class: "idempotent",
  verb: "sync-routes",
  asks: asksNothing,
  everyday: ({ target, routes }) => ({ kind: "sync-routes", target, routes }),
});
