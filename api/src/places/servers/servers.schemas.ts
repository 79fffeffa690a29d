import {
  AddressRanges,
  Cause,
  CheckLine,
  DisplayName,
  EmailAddress,
  HttpUrl,
  idOf,
  NoProxy,
  PemCertificates,
  Port,
  proxyKinds,
  ServerFacts,
  ServerHost,
  ServerState,
  SocketPath,
  spelledHost,
  UserName,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../../kit/http/revision.ts";

export const ServerId = v.object({ id: idOf("server") });

/** `web.` and `web` are one machine: it is stored under one spelling. */
const Host = v.pipe(ServerHost, v.transform(spelledHost));
const ProxyKind = v.picklist(proxyKinds);
const BuildConcurrency = v.pipe(
  v.number(),
  v.integer("must be a whole number"),
  v.minValue(1, "must be at least 1"),
  v.maxValue(16, "must be at most 16"),
);
/** What may be set at birth and changed later, each with its default. */
const settings = {
  proxy: ProxyKind,
  acmeEmail: v.nullable(EmailAddress),
  /** ACME directory URL; null is the proxy's default. */
  acmeDirectory: v.nullable(HttpUrl),
  /** PEM of the roots that a private ACME server is trusted by. */
  acmeTrustedRoots: v.nullable(PemCertificates),
  httpProxy: v.nullable(HttpUrl),
  httpsProxy: v.nullable(HttpUrl),
  noProxy: NoProxy,
  /** Edges and load balancers in front: `X-Forwarded-For` and `-Proto` are believed from these addresses and from nobody else. */
  trustedProxies: AddressRanges,
  buildConcurrency: BuildConcurrency,
  /** Where Docker listens on the server; null is /var/run/docker.sock. */
  dockerSocket: v.nullable(SocketPath),
};
const settingsWithDefaults = {
  proxy: v.optional(settings.proxy, "caddy"),
  acmeEmail: v.optional(settings.acmeEmail, null),
  acmeDirectory: v.optional(settings.acmeDirectory, null),
  acmeTrustedRoots: v.optional(settings.acmeTrustedRoots, null),
  httpProxy: v.optional(settings.httpProxy, null),
  httpsProxy: v.optional(settings.httpsProxy, null),
  noProxy: v.optional(settings.noProxy, ""),
  trustedProxies: v.optional(settings.trustedProxies, ""),
  buildConcurrency: v.optional(settings.buildConcurrency, 1),
  dockerSocket: v.optional(settings.dockerSocket, null),
};

/** `local` is the machine the runner itself works on; `ssh` one it reaches with its own key. */
export const CreateServer = v.variant("kind", [
  v.strictObject({
    kind: v.literal("local"),
    name: DisplayName,
    runnerId: idOf("runner"),
    ...settingsWithDefaults,
  }),
  v.strictObject({
    kind: v.literal("ssh"),
    name: DisplayName,
    runnerId: idOf("runner"),
    host: Host,
    port: v.optional(Port, 22),
    user: v.optional(UserName, "root"),
    ...settingsWithDefaults,
  }),
]);
export type CreateServer = v.InferOutput<typeof CreateServer>;

/** A new host or port takes back the trust in the host key; host, port and user only for `ssh`. */
export const UpdateServer = saveOf({
  name: DisplayName,
  runnerId: idOf("runner"),
  host: Host,
  port: Port,
  user: UserName,
  ...settings,
});
export type UpdateServer = v.InferOutput<typeof UpdateServer>;

/** The fingerprint exactly as the server view shows it, `SHA256:…`. */
export const ConfirmHostKey = v.strictObject({ fingerprint: v.pipe(v.string(), v.maxLength(100)) });

export const ServerView = v.strictObject({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(["local", "ssh"]),
  host: v.nullable(v.string()),
  port: v.nullable(v.number()),
  user: v.nullable(v.string()),
  state: ServerState,
  /** Confirmed by a person. */
  hostKeyFingerprint: v.nullable(v.string()),
  /** Seen and waiting for a person: the first one, or one that differs from the confirmed one. */
  seenFingerprint: v.nullable(v.string()),
  runner: v.strictObject({ id: v.string(), name: v.string(), isOnline: v.boolean(), lastSeenAt: v.number() }),
  /** The line to paste into `~/.ssh/authorized_keys` of `user`. */
  authorizedKeysLine: v.string(),
  proxy: ProxyKind,
  acmeEmail: v.nullable(v.string()),
  acmeDirectory: v.nullable(v.string()),
  acmeTrustedRoots: v.nullable(v.string()),
  httpProxy: v.nullable(v.string()),
  httpsProxy: v.nullable(v.string()),
  noProxy: v.string(),
  trustedProxies: v.string(),
  buildConcurrency: v.number(),
  dockerSocket: v.nullable(v.string()),
  checks: v.array(CheckLine),
  facts: v.nullable(ServerFacts),
  checkedAt: v.nullable(v.number()),
  checkCause: v.nullable(Cause),
  /** A check is queued or running. */
  isChecking: v.boolean(),
  lastSeenAt: v.nullable(v.number()),
  unreachableSince: v.nullable(v.number()),
  destinations: v.array(v.strictObject({ id: v.string(), name: v.string(), network: v.string() })),
  applicationCount: v.number(),
  /** The proxy holds an older document until both are equal. */
  /** Names below it lead to this server without a DNS record of one's own; null: there are none. */
  suffix: v.nullable(v.string()),
  routesRevision: v.number(),
  appliedRoutesRevision: v.number(),
  /** Why the proxy did not take the newest routes; null while it has them or is about to get them. */
  routesCause: v.nullable(Cause),
  /** The older server of the same machine, where two were made before that was refused: delete or move one of them. */
  twinOf: v.nullable(v.strictObject({ id: v.string(), name: v.string() })),
  /** Of its settings: raised by every save. */
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type ServerView = v.InferOutput<typeof ServerView>;
