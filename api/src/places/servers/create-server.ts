import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { probeSecretPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { getRunner } from "../runners/runners.store.ts";
import { checkJob } from "./check-job.ts";
import { insertDestination } from "./destinations.store.ts";
import { newDestination } from "./new-destination.ts";
import { refuseTwins, twinRefused } from "./refuse-twins.ts";
import type { CreateServer } from "./servers.schemas.ts";
import { insertServer } from "./servers.store.ts";

/** A server is born with a destination and its first check on the way. */
export async function createServer(deps: Deps, actor: Actor, input: CreateServer): Promise<{ id: string }> {
  allowInTeam(actor, "server.configure");
  const { db, ids, clock, hub } = deps;
  const { teamId } = actor;
  const runner = await getRunner(db, teamId, input.runnerId);
  if (runner.revokedAt !== null)
    throw conflict(
      "runner.revoked",
      `The runner ${runner.name} is revoked and takes no more jobs. Choose another one.`,
    );
  const { kind, name, runnerId, ...settings } = input;
  const address =
    input.kind === "ssh"
      ? { host: input.host, port: input.port, user: input.user }
      : { host: null, port: null, user: null };
  await refuseTwins(db, teamId, { runnerId, ...address });
  const id = ids.next("server");
  const now = clock.now();
  const firstRevision = Math.floor(now / 1_000);
  const box = await teamSecrets(deps, teamId);
  const row = { ...settings, ...address, id, teamId, runnerId, name, kind };
  const probeSecret = await box.seal(probeSecretPlace(id), ids.secret(24));
  const write = () =>
    runBatch(db, [
      insertServer(db, {
        ...row,
        state: "pending",
        checks: [],
        facts: null,
        probeSecret,
        // The machine may have been here before, and what it serves bears the number it had: only a higher one replaces that.
        routesRevision: firstRevision,
        appliedRoutesRevision: firstRevision,
        createdAt: now,
        updatedAt: now,
      }),
      insertDestination(db, newDestination(deps, { teamId, serverId: id, name: "default" })),
      checkJob(deps, row),
      withinLimit("servers", actor, deps),
      auditStatement(deps, actor, { action: "server.create", target: id, detail: { name, kind, host: address.host } }),
    ]);
  await refusing({ unique: twinRefused }, write);
  hub.wakeRunner(runnerId);
  return { id };
}
