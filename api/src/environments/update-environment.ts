import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
import { getEnvironment, renameEnvironment } from "./environments.store.ts";
import { nameTaken } from "./name-taken.ts";

export async function updateEnvironment(deps: Deps, actor: Actor, { id, name }: { id: string; name: string }) {
  allow(actor, "project.write");
  const { db, clock } = deps;
  await getEnvironment(db, actor.teamId, id);
  await refusing({ unique: () => nameTaken(name) }, () =>
    runBatch(db, [
      renameEnvironment(db, actor.teamId, { id, name, now: clock.now() }),
      auditStatement(deps, actor, { action: "environment.update", target: id, detail: { name } }),
    ]),
  );
  return getEnvironment(db, actor.teamId, id);
}
