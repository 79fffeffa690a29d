import { Cause, CheckLine, proxyKinds, ServerFacts, serverStates } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { at, createdAt, enumOf, flag, id, json, revision, sealed, updatedAt } from "./columns.ts";
import { team } from "./teams.ts";

export const runner = sqliteTable(
  "runner",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    credentialHash: text("credential_hash").notNull().unique(),
    /** The one `authorized_keys` line of this runner; its private half never leaves the runner. */
    sshPublicKey: text("ssh_public_key").notNull(),
    /** As the runner told with its last claim. */
    version: text("version").notNull(),
    /** The contract it speaks: what needs a later one waits. */
    contract: integer("contract").notNull().default(1),
    platform: text("platform").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
    revokedAt: at("revoked_at"),
    revision: revision(),
    createdAt: createdAt(),
  },
  (t) => [index("runner_team").on(t.teamId, t.id), index("runner_last_seen").on(t.lastSeenAt)],
);

/** One-time right to enrol a runner into a team. */
export const enrolment = sqliteTable(
  "enrolment",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("enrolment_team").on(t.teamId, t.id), index("enrolment_end").on(t.expiresAt)],
);

export const server = sqliteTable(
  "server",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    runnerId: text("runner_id")
      .notNull()
      .references(() => runner.id, { onDelete: "restrict" }),
    name: text("name").notNull(),
    kind: enumOf("kind", ["local", "ssh"]).notNull(),
    host: text("host"),
    port: integer("port"),
    user: text("user"),
    state: enumOf("state", serverStates).notNull(),
    /** Made for the machine of an older row, before that was refused: it stays until a person deletes or moves one of them. */
    isTwin: flag("is_twin").notNull().default(false),
    /** Public key line confirmed by a person; null until then. Every connection must present it. */
    hostKey: text("host_key"),
    hostKeyFingerprint: text("host_key_fingerprint"),
    /** Key last seen that differs from the confirmed one (or the first one seen): waits for a person. */
    seenHostKey: text("seen_host_key"),
    seenFingerprint: text("seen_fingerprint"),
    proxy: enumOf("proxy", proxyKinds).notNull(),
    acmeEmail: text("acme_email"),
    acmeDirectory: text("acme_directory"),
    acmeTrustedRoots: text("acme_trusted_roots"),
    httpProxy: text("http_proxy"),
    httpsProxy: text("https_proxy"),
    noProxy: text("no_proxy").notNull().default(""),
    /** Addresses and networks in front of the proxy that are believed about scheme and client, parted by commas. */
    trustedProxies: text("trusted_proxies").notNull().default(""),
    /** Where Docker listens on it; null is the usual place. */
    dockerSocket: text("docker_socket"),
    buildConcurrency: integer("build_concurrency").notNull().default(1),
    checks: json("checks", v.array(CheckLine)).notNull(),
    facts: json("facts", ServerFacts),
    checkedAt: at("checked_at"),
    /** Why the last check did not get through, or failed; null when it did. */
    checkCause: json("check_cause", Cause),
    /** The next check of the periodic kind; null until the server was reached once. */
    nextCheckAt: at("next_check_at"),
    /** Last check that got an answer from the server. */
    lastSeenAt: at("last_seen_at"),
    /** Checks in a row that found the server unreachable: one alone may be a hiccup and is not told. */
    failedChecks: integer("failed_checks").notNull().default(0),
    /** Since when it has been told as unreachable; null otherwise. */
    unreachableSince: at("unreachable_since"),
    /** Bumped by every change of a route on this server; the proxy keeps the highest it was given. */
    routesRevision: integer("routes_revision").notNull().default(0),
    appliedRoutesRevision: integer("applied_routes_revision").notNull().default(0),
    /** Why the proxy did not take the routes it was given last; null when it did. */
    routesCause: json("routes_cause", Cause),
    probeSecret: sealed("probe_secret").notNull(),
    /** Of its set of variables, raised by every change of one. */
    variablesRevision: integer("variables_revision").notNull().default(1),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("server_team").on(t.teamId, t.id),
    index("server_runner").on(t.runnerId),
    // Whose runner fell silent: those that were told of already are not looked at again.
    index("server_watched").on(t.runnerId).where(sql`unreachable_since is null and last_seen_at is not null`),
    index("server_address").on(t.teamId, t.host),
    // One machine is one server, whoever comes at the same moment.
    uniqueIndex("server_machine").on(t.teamId, t.host, t.port).where(sql`host is not null and is_twin = 0`),
    uniqueIndex("server_local").on(t.runnerId).where(sql`kind = 'local' and is_twin = 0`),
    index("server_check_due").on(t.nextCheckAt),
  ],
);

/** Where on a server containers run: a docker network of ours. */
export const destination = sqliteTable(
  "destination",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    serverId: text("server_id")
      .notNull()
      .references(() => server.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    network: text("network").notNull(),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("destination_team").on(t.teamId, t.id),
    uniqueIndex("destination_server_network").on(t.serverId, t.network),
  ],
);
