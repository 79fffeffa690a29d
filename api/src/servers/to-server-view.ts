import type { Deps } from "../deps.ts";
import { isRunnerOnline } from "../runners/runner-online.ts";
import type { ServerView } from "./servers.schemas.ts";
import { getServer, loadServerExtras, type ServerExtras, type ServerWithRunner } from "./servers.store.ts";

export function toServerView(
  { server, runner }: ServerWithRunner,
  { extras, now }: { extras: ServerExtras; now: number },
): ServerView {
  return {
    id: server.id,
    name: server.name,
    kind: server.kind,
    host: server.host,
    port: server.port,
    user: server.user,
    state: server.state,
    hostKeyFingerprint: server.hostKeyFingerprint,
    seenFingerprint: server.seenFingerprint,
    runner: {
      id: runner.id,
      name: runner.name,
      isOnline: isRunnerOnline(runner, now),
      lastSeenAt: runner.lastSeenAt,
    },
    authorizedKeysLine: runner.sshPublicKey,
    proxy: server.proxy,
    acmeEmail: server.acmeEmail,
    acmeDirectory: server.acmeDirectory,
    acmeTrustedRoots: server.acmeTrustedRoots,
    httpProxy: server.httpProxy,
    httpsProxy: server.httpsProxy,
    noProxy: server.noProxy,
    buildConcurrency: server.buildConcurrency,
    checks: server.checks,
    facts: server.facts,
    checkedAt: server.checkedAt,
    checkCause: server.checkCause,
    isChecking: extras.checking.has(server.id),
    lastSeenAt: server.lastSeenAt,
    unreachableSince: server.unreachableSince,
    destinations: extras.destinations
      .filter((destination) => destination.serverId === server.id)
      .map(({ id, name, network }) => ({ id, name, network })),
    applicationCount: extras.applicationCounts.get(server.id) ?? 0,
    routesRevision: server.routesRevision,
    appliedRoutesRevision: server.appliedRoutesRevision,
    routesCause: server.routesCause,
    createdAt: server.createdAt,
    updatedAt: server.updatedAt,
  };
}

export async function getServerView({ db, clock }: Pick<Deps, "db" | "clock">, teamId: string, { id }: { id: string }) {
  const [row, extras] = await Promise.all([getServer(db, teamId, id), loadServerExtras(db, teamId, [id])]);
  return toServerView(row, { extras, now: clock.now() });
}
