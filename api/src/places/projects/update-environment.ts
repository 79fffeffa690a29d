import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { nameTaken } from "./environment-name-taken.ts";
import type { UpdateEnvironment } from "./environments.schemas.ts";
import { getEnvironment, renameEnvironment } from "./environments.store.ts";

export async function updateEnvironment(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateEnvironment }) {
  await allowOn(actor, "environment.configure", getEnvironment(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { name } = set;
  await refusing({ unique: () => nameTaken(name) }, () =>
    saveBatch(db, {
      save: renameEnvironment(db, actor.teamId, { id, ...set, now: clock.now() }),
      alongside: [auditStatement(deps, actor, { action: "environment.update", target: id, detail: { name } })],
    }),
  );
}
