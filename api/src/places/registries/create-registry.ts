import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { teamRegistryPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { askCheck } from "./ask-check.ts";
import { refuseOtherRegistry } from "./refuse-other-registry.ts";
import type { CreateRegistry } from "./registries.schemas.ts";
import { clearOtherDefaults, getRegistry, insertRegistry, unlessOneIs } from "./registries.store.ts";

export async function createRegistry(deps: Deps, actor: Actor, input: CreateRegistry) {
  allowInTeam(actor, "registry.configure");
  const { db, ids, clock } = deps;
  const { name, address, username, password, isDefault, ...tries } = input;
  refuseOtherRegistry(address, tries);
  const id = ids.next("registry");
  const now = clock.now();
  const box = await teamSecrets(deps, actor.teamId);
  const sealed = await box.seal(teamRegistryPlace({ id, address, sealedFor: null }), password);
  const asking = await askCheck(deps, { id, teamId: actor.teamId, serverId: tries.serverId });
  const others = { address, but: id };
  await runBatch(db, [
    ...(isDefault ? [clearOtherDefaults(db, actor.teamId, others)] : []),
    insertRegistry(db, {
      id,
      teamId: actor.teamId,
      name: name ?? address.slice(0, 80),
      address,
      username,
      password: sealed,
      isDefault: isDefault ?? unlessOneIs(actor.teamId, others),
      ...tries,
      createdAt: now,
      updatedAt: now,
    }),
    withinLimit("registries", actor, deps),
    auditStatement(deps, actor, { action: "registry.create", target: id, detail: { address, username } }),
    ...asking.statements,
  ]);
  asking.wake();
  return getRegistry(db, actor.teamId, id);
}
