import { dockerNameOf } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { getServerRow } from "../../places/servers/servers.store.ts";
import { conflict, invalidField } from "../../rules/errors.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { getVolume } from "./get-volume.ts";
import type { CreateVolume } from "./volumes.schemas.ts";
import { insertVolume } from "./volumes.store.ts";

/** Names that a server's own things of ours have. */
const ours = ["fairlead-proxy-", "fairlead-vol-"];

/** Only a row: the first deployment that mounts it makes it on the server, or finds the one that is adopted. */
export async function createVolume(deps: Deps, actor: Actor, { name, serverId, adopt }: CreateVolume) {
  await allowOn(actor, "server.view", getServerRow(deps.db, actor.teamId, serverId));
  allowInTeam(actor, adopt === undefined ? "volume.configure" : "volume.admin");
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  if (adopt !== undefined && ours.some((prefix) => adopt.startsWith(prefix)))
    throw invalidField("adopt", "is the name of a volume that is ours already: mount that one, or choose another");
  const id = ids.next("volume");
  const now = clock.now();
  const row = {
    id,
    teamId,
    serverId,
    name,
    dockerName: adopt ?? dockerNameOf(id),
    isAdopted: adopt !== undefined,
    state: "active" as const,
    createdAt: now,
    updatedAt: now,
  };
  await refusing({ unique: () => taken(name) }, () =>
    runBatch(db, [
      insertVolume(db, row),
      withinLimit("volumes", actor, deps),
      auditStatement(deps, actor, { action: "volume.create", target: id, detail: { name, adopt: adopt ?? "" } }),
    ]),
  );
  return getVolume(deps, actor, { id });
}

const taken = (name: string) =>
  conflict(
    "volume.exists",
    `The server has a volume ${name} already, perhaps in the trash, or the one to adopt belongs to a volume. Choose another name.`,
  );
