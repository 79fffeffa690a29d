import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { teamRegistryPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { askCheck } from "./ask-check.ts";
import { inUse } from "./in-use.ts";
import { refuseOtherRegistry } from "./refuse-other-registry.ts";
import type { UpdateRegistry } from "./registries.schemas.ts";
import {
  clearOtherDefaults,
  getRegistry,
  listChoosers,
  makeDefault,
  saveRegistry,
  unlessOneIs,
} from "./registries.store.ts";

/** A password is bound to its address and user: another one asks for it again, so that nobody can have it sent elsewhere. */
export async function updateRegistry(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateRegistry }) {
  const row = await allowOn(actor, "registry.configure", getRegistry(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { password, revision, isDefault, ...plain } = set;
  const next = { ...row, ...plain };
  refuseOtherRegistry(next.address, next);
  const isElsewhere = next.address !== row.address || next.username !== row.username;
  if (isElsewhere && password === undefined)
    throw invalidField(
      "password",
      "is needed again for another address or user name: the stored one goes nowhere else",
    );
  // Whoever chose it chose it for an image of that address.
  const choosers = next.address === row.address ? [] : await listChoosers(db, actor.teamId, id);
  if (choosers.length > 0) throw inUse(choosers);
  const box = await teamSecrets(deps, actor.teamId);
  const sealed =
    password === undefined
      ? undefined
      : await box.seal(teamRegistryPlace({ id, address: next.address, sealedFor: null }), password);
  const fields = Object.keys(set).filter((key) => key !== "revision");
  const asking = await askCheck(deps, { id, teamId: actor.teamId, serverId: next.serverId });
  const others = { address: next.address, but: id };
  const isOne = isDefault ?? row.isDefault;
  await saveBatch(db, {
    save: saveRegistry(db, actor.teamId, {
      id,
      revision,
      set: {
        ...plain,
        // Taken from another one only afterwards: the two of them are never the default.
        isDefault: isOne ? unlessOneIs(actor.teamId, others) : false,
        ...(sealed === undefined ? {} : { password: sealed, sealedFor: null }),
        updatedAt: clock.now(),
      },
    }),
    alongside: [
      ...(isDefault ? [clearOtherDefaults(db, actor.teamId, others), makeDefault(db, actor.teamId, id)] : []),
      auditStatement(deps, actor, {
        action: "registry.update",
        target: id,
        detail: { address: next.address, fields: fields.join(", ") },
      }),
      ...asking.statements,
    ],
  });
  asking.wake();
}
