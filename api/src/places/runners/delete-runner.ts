import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { countServersOfRunner, deleteRunner as deleteStatement, getRunner } from "./runners.store.ts";

const inUse = (servers: number) =>
  conflict("runner.in_use", `Move or delete the ${servers || ""} servers of this runner first.`.replace("  ", " "));

/** Only a runner without servers goes: their jobs would wait for it for ever. */
export async function deleteRunner(deps: Deps, actor: Actor, { id }: { id: string }) {
  const runner = await allowOn(actor, "runner.admin", getRunner(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const servers = await countServersOfRunner(db, actor.teamId, id);
  if (servers > 0) throw inUse(servers);
  // The foreign key of servers restricts, so one added in this instant makes the batch fail.
  await refusing({ "foreign-key": () => inUse(0) }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "runner.delete", target: id, detail: { name: runner.name } }),
    ]),
  );
  hub.publish(actor.teamId, { type: "runner", id });
}
