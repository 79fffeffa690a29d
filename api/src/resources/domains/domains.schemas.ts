import { HostName, idOf, PathPrefix, Port } from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../../kit/http/revision.ts";

export const DomainId = v.object({ id: idOf("domain") });
const Scheme = v.picklist(["https", "http"]);

export const CreateDomain = v.strictObject({
  /**
   * What people type: `example.com`, `HTTP://Example.com/path`, `*.example.com`, an international name. Left out: a name of the
   * application below its server's `suffix`, which leads there without a DNS record.
   */
  host: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  /** Left out: the path typed in `host`, else `/`. */
  path: v.optional(PathPrefix),
  /** Left out: the scheme typed in `host`, else `https` for public names, `http` for names of a local network and below a server's `suffix`. */
  scheme: v.optional(Scheme),
  /** Another host of the same application that requests are sent on to. */
  redirectTo: v.optional(v.nullable(HostName), null),
  /** Where in the container its requests go; null: to the port of the application. A redirect goes to none. */
  port: v.optional(v.nullable(Port), null),
  /** Also adds `www.<host>` as a redirect to it. */
  withWww: v.optional(v.boolean(), false),
});
export type CreateDomain = v.InferOutput<typeof CreateDomain>;

/** Another host is another domain: add it and delete this one. */
export const UpdateDomain = saveOf({
  path: PathPrefix,
  scheme: Scheme,
  redirectTo: v.nullable(HostName),
  port: v.nullable(Port),
});
export type UpdateDomain = v.InferOutput<typeof UpdateDomain>;

const Certificate = v.strictObject({
  /** `served`: in force for this name. `pending`: ordered, nothing came yet. `failed`: what is shown is none that browsers take, or nothing. */
  state: v.picklist(["served", "pending", "failed"]),
  issuer: v.nullable(v.string()),
  /** When the one that is shown ends. */
  notAfter: v.nullable(v.number()),
  /** Why it failed, in the authority's words where it said some. */
  reason: v.nullable(v.string()),
  seenAt: v.number(),
});

export const DomainView = v.strictObject({
  id: v.string(),
  applicationId: v.string(),
  /** Lower-case A-label form, `*.` leftmost for a wildcard. */
  host: v.string(),
  path: v.string(),
  scheme: Scheme,
  redirectTo: v.nullable(v.string()),
  /** Where in the container its requests go; null: to the port of the application. */
  port: v.nullable(v.number()),
  url: v.string(),
  /** Why it is not served, while everything else is; null: it is, as soon as the proxy took it over. */
  problem: v.nullable(v.string()),
  /**
   * What the server showed to whoever asked for the host over TLS; null while it was not asked, and for http. It is asked when the domain
   * is new, and by the checks of the server once an hour.
   */
  certificate: v.nullable(Certificate),
  revision: v.number(),
  createdAt: v.number(),
});
export type DomainView = v.InferOutput<typeof DomainView>;
export const DomainList = v.strictObject({ items: v.array(DomainView) });
