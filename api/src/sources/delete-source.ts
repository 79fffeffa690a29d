import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { conflict } from "../domain/errors.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
import { deleteSource as deleteStatement, getSource } from "./sources.store.ts";

const inUse = () =>
  conflict("source.in_use", "Applications use this source. Give them another origin or delete them first.");

/** Refused while applications use it. Its webhook URL answers from then on like one that never was. */
export async function deleteSource(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "source.write");
  const { db } = deps;
  const row = await getSource(db, actor.teamId, id);
  if (row.applicationCount > 0) throw inUse();
  await refusing({ "foreign-key": inUse }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "source.delete", target: id, detail: { name: row.name } }),
    ]),
  );
}
