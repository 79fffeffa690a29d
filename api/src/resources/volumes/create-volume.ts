import { dockerNameOf } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { sharePasswordPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
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
export async function createVolume(deps: Deps, actor: Actor, input: CreateVolume) {
  await allowOn(actor, "server.view", getServerRow(deps.db, actor.teamId, input.serverId));
  const { name, serverId, adopt, share = null } = input;
  allowInTeam(actor, adopt === undefined && share === null ? "volume.configure" : "volume.admin");
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  if (adopt !== undefined && ours.some((prefix) => adopt.startsWith(prefix)))
    throw invalidField("adopt", "is the name of a volume that is ours already: mount that one, or choose another");
  refuseShare(input);
  const id = ids.next("volume");
  const now = clock.now();
  const row = {
    id,
    teamId,
    serverId,
    name,
    dockerName: adopt ?? dockerNameOf(id),
    isAdopted: adopt !== undefined,
    share,
    sharePassword: await sealedPassword(deps, actor, { id, input }),
    state: "active" as const,
    createdAt: now,
    updatedAt: now,
  };
  await refusing({ unique: () => taken(name) }, () =>
    runBatch(db, [
      insertVolume(db, row),
      withinLimit("volumes", actor, deps),
      auditStatement(deps, actor, {
        action: "volume.create",
        target: id,
        detail: { name, adopt: adopt ?? "", share: share === null ? "" : `${share.kind}://${share.host}` },
      }),
    ]),
  );
  return getVolume(deps, actor, { id });
}

function refuseShare({ adopt, share, password }: CreateVolume): void {
  if (share && adopt !== undefined)
    throw invalidField("adopt", "cannot go with a share: the volume that is there says itself where its files are");
  if (share?.kind === "smb" && password === undefined)
    throw invalidField("password", "must be given: the share is signed in to with it");
  if (share?.kind !== "smb" && password !== undefined)
    throw invalidField("password", "is for SMB shares: nothing else is signed in to");
}

async function sealedPassword(deps: Deps, { teamId }: Actor, { id, input }: { id: string; input: CreateVolume }) {
  const { share, password } = input;
  if (!share || password === undefined) return null;
  const box = await teamSecrets(deps, teamId);
  return box.seal(sharePasswordPlace({ id, host: share.host }), password);
}

const taken = (name: string) =>
  conflict(
    "volume.exists",
    `The server has a volume ${name} already, perhaps in the trash, or the one to adopt belongs to a volume. Choose another name.`,
  );
