import { allowOn } from "../kit/access/allow-on.ts";
import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { refusing } from "../kit/sql/constraint.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { conflict } from "../rules/errors.ts";
import type { Actor } from "../rules/permissions.ts";
import { deleteSource as deleteStatement, getSource } from "./sources.store.ts";

const inUse = () =>
  conflict("source.in_use", "Applications use this source. Give them another origin or delete them first.");

/** Refused while applications use it. Its webhook URL answers from then on like one that never was. */
export async function deleteSource(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "source.admin", getSource(deps.db, actor.teamId, id));
  const { db } = deps;
  if (row.applicationCount > 0) throw inUse();
  await refusing({ "foreign-key": inUse }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "source.delete", target: id, detail: { name: row.name } }),
    ]),
  );
}
