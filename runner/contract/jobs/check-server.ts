import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { Cause } from "../cause.ts";
import { mostCertificates } from "../certificate.ts";
import { HostName } from "../grammar.ts";
import { OnWireResource } from "../ids.ts";
import { CheckLine, SeenHostKey, ServerFacts } from "../server-check.ts";
import { ServerTarget } from "../targets/index.ts";
import { proxyKinds } from "../words/index.ts";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Certificates } from "./seen-certificates.ts";

const Resources = v.pipe(v.array(OnWireResource), v.maxLength(5_000));

export const checkServer = jobKind({
  kind: "check-server",
  payload: v.strictObject({
    kind: v.literal("check-server"),
    target: ServerTarget,
    proxy: v.picklist(proxyKinds),
    /** Resources of which the server should have a container. */
    expected: added(2, { as: Resources, absent: [], older: "drop" }),
    /** Hosts of which the proxy is asked to show the certificate. Asking for one that it has not may make it order one. */
    certificates: added(2, {
      as: v.pipe(v.array(HostName), v.maxLength(mostCertificates)),
      absent: [],
      older: "drop",
    }),
  }),
  result: v.strictObject({
    kind: v.literal("check-server"),
    reachable: v.boolean(),
    seen: v.nullable(SeenHostKey),
    lines: v.array(CheckLine),
    facts: v.nullable(ServerFacts),
    cause: v.nullable(Cause),
    /** Those of the expected resources of which the server has no container at all. */
    missing: added(2, { as: Resources, absent: [], older: "drop" }),
    /** Of the hosts that were asked about, those of which something is known. */
    certificates: added(2, { as: Certificates, absent: [], older: "drop" }),
  }),
  words: { title: "Check of the server", underway: () => "The server is being checked." },
  class: "idempotent",
  verb: "check-server",
  asks: asksNothing,
  everyday: ({ target }) => ({ kind: "check-server", target, proxy: "caddy" as const, expected: [], certificates: [] }),
});
