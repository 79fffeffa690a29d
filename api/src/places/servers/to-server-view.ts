// pure

import { DamagedValue, readable } from "@fairlead/db/damaged";
import { damagedCause } from "../../kit/sql/damaged.ts";
import { serverSuffix } from "../../rules/server-suffix.ts";
import { authorizedKeysLine } from "../runners/authorized-keys-line.ts";
import { isRunnerOnline } from "../runners/runner-online.ts";
import type { ServerView } from "./servers.schemas.ts";
import type { ServerExtras, ServerWithRunner } from "./servers.store.ts";

/** What is damaged of a check's findings is told as its cause: the next check writes all of them anew. */
const findingsOf = ({ checks, facts, checkCause }: ServerWithRunner["server"]) => {
  const damage = [checkCause, checks, facts].find((each) => each instanceof DamagedValue);
  if (damage) return damagedCause(damage, "Check the server again: a check writes all of its findings anew.");
  return readable(checkCause, () => null);
};

/** An address that a check told is text of a runner until it is one. */
export const suffixOf = (server: ServerWithRunner["server"], suffix: string | null) =>
  serverSuffix({ ...server, told: readable(server.facts, () => null)?.address ?? null }, suffix);

const toRunner = ({ id, name, ...runner }: ServerWithRunner["runner"], now: number) => ({
  id,
  name,
  isOnline: isRunnerOnline(runner, now),
  lastSeenAt: runner.lastSeenAt,
});

/** What its last check told. */
const toFindings = (server: ServerWithRunner["server"]) => ({
  checks: readable(server.checks, () => []),
  facts: readable(server.facts, () => null),
  checkedAt: server.checkedAt,
  checkCause: findingsOf(server),
});

/** Which routes its proxy is to serve, and serves. */
const toRoutes = ({ routesRevision, appliedRoutesRevision, routesCause }: ServerWithRunner["server"]) => ({
  routesRevision,
  appliedRoutesRevision,
  routesCause: readable(routesCause, (damage) =>
    damagedCause(damage, "Change or add a domain on this server: the next answer of its proxy is written anew."),
  ),
});

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
    runner: toRunner(runner, now),
    authorizedKeysLine: authorizedKeysLine(runner.sshPublicKey),
    proxy: server.proxy,
    acmeEmail: server.acmeEmail,
    acmeDirectory: server.acmeDirectory,
    acmeTrustedRoots: server.acmeTrustedRoots,
    httpProxy: server.httpProxy,
    httpsProxy: server.httpsProxy,
    noProxy: server.noProxy,
    trustedProxies: server.trustedProxies,
    buildConcurrency: server.buildConcurrency,
    dockerSocket: server.dockerSocket,
    ...toFindings(server),
    isChecking: extras.checking.has(server.id),
    lastSeenAt: server.lastSeenAt,
    unreachableSince: server.unreachableSince,
    destinations: extras.destinations
      .filter((destination) => destination.serverId === server.id)
      .map(({ id, name, network }) => ({ id, name, network })),
    applicationCount: extras.applicationCounts.get(server.id) ?? 0,
    suffix: suffixOf(server, extras.suffix),
    ...toRoutes(server),
    twinOf: extras.twins.get(server.id) ?? null,
    revision: server.revision,
    createdAt: server.createdAt,
    updatedAt: server.updatedAt,
  };
}
