import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { saveBatch } from "../save-batch.ts";
import type { UpdateEnvironment } from "./environments.schemas.ts";
import { getEnvironment, renameEnvironment } from "./environments.store.ts";
import { nameTaken } from "./name-taken.ts";

export async function updateEnvironment(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateEnvironment }) {
  allow(actor, "project.write");
  const { db, clock } = deps;
  await getEnvironment(db, actor.teamId, id);
  const { name } = set;
  await refusing({ unique: () => nameTaken(name) }, () =>
    saveBatch(db, {
      save: renameEnvironment(db, actor.teamId, { id, ...set, now: clock.now() }),
      alongside: [auditStatement(deps, actor, { action: "environment.update", target: id, detail: { name } })],
    }),
  );
}
