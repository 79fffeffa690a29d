import { spelledHost } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { probeSecretPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { conflict, invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getRunner } from "../runners/runners.store.ts";
import { checkJob } from "./check-job.ts";
import { refuseTwins, twinRefused } from "./refuse-twins.ts";
import type { UpdateServer } from "./servers.schemas.ts";
import {
  getServerRow,
  moveQueuedJobs,
  type ServerChange,
  type ServerRow,
  updateServer as updateStatement,
} from "./servers.store.ts";

type ServerSettings = Omit<UpdateServer, "revision">;

const proxyFields = ["proxy", "acmeEmail", "acmeDirectory", "acmeTrustedRoots", "trustedProxies"] as const;
const connectionFields = ["host", "port", "user", "runnerId", "dockerSocket"] as const;

const isChanged = (
  row: ServerRow,
  set: ServerSettings,
  { fields }: { fields: readonly (keyof ServerSettings & keyof ServerRow)[] },
) => fields.some((field) => set[field] !== undefined && set[field] !== row[field]);

/** Another address may be another machine: its host key must be confirmed anew. */
const withoutTrust: ServerChange = {
  hostKey: null,
  hostKeyFingerprint: null,
  seenHostKey: null,
  seenFingerprint: null,
};

/** A server that must be reached in a new way is unproven until the next check. */
const unproven: ServerChange = { state: "pending", failedChecks: 0, checkCause: null, unreachableSince: null };

async function checkRunner({ db }: Deps, actor: Actor, { row, set }: { row: ServerRow; set: ServerSettings }) {
  if (set.runnerId === undefined || set.runnerId === row.runnerId) return;
  if (row.kind === "local")
    throw invalidField("runnerId", "a local server is the machine of its runner and cannot move to another one");
  const runner = await getRunner(db, actor.teamId, set.runnerId);
  if (runner.revokedAt !== null) throw conflict("runner.revoked", `The runner ${runner.name} is revoked.`);
}

/** One whose stored text does not open is made anew: nobody but the proxy and the runner ever needs to know it. */
async function newProbeSecret(deps: Deps, { id, teamId, probeSecret }: ServerRow) {
  const box = await teamSecrets(deps, teamId);
  const place = probeSecretPlace(id);
  const isSound = await box.open(place, probeSecret).then(
    () => true,
    () => false,
  );
  return isSound ? {} : { probeSecret: await box.seal(place, deps.ids.secret(24)) };
}

export async function updateServer(
  deps: Deps,
  actor: Actor,
  { id, set: { revision, ...set } }: { id: string; set: UpdateServer },
) {
  const stored = await allowOn(actor, "server.configure", getServerRow(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  // Rows from before names had one spelling: the same name is no other machine.
  const row = { ...stored, host: stored.host && spelledHost(stored.host) };
  const addressed = [set.host, set.port, set.user].some((field) => field !== undefined);
  if (row.kind === "local" && addressed) throw invalidField("host", "a local server has no address");
  await checkRunner(deps, actor, { row, set });
  const next = { ...row, ...set };
  const isMoved = isChanged(row, set, { fields: ["host", "port"] });
  if (isMoved) await refuseTwins(db, teamId, { ...next, except: id });
  const isReconnected = isChanged(row, set, { fields: connectionFields });
  const probe = await newProbeSecret(deps, row);
  const change = {
    ...set,
    ...probe,
    ...(isReconnected ? unproven : {}),
    ...(isMoved ? { ...withoutTrust, isTwin: false } : {}),
    updatedAt: clock.now(),
  };
  const write = () =>
    saveBatch(db, {
      save: updateStatement(db, teamId, { id, revision, set: change }),
      alongside: [
        ...(next.runnerId === row.runnerId ? [] : [moveQueuedJobs(db, teamId, next)]),
        ...(isReconnected || set.proxy !== undefined ? [checkJob(deps, next)] : []),
        ...(probe.probeSecret || isChanged(row, set, { fields: proxyFields }) ? syncRoutes(deps, next) : []),
        auditStatement(deps, actor, {
          action: "server.update",
          target: id,
          detail: { fields: Object.keys(set).join(", "), trustReset: isMoved },
        }),
      ],
    });
  await refusing({ unique: twinRefused }, write);
  hub.wakeRunner(next.runnerId);
  if (isReconnected) hub.publish(teamId, { type: "server", id, state: "pending" });
}
