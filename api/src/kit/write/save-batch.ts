import type { Database } from "@fairlead/db";
import { Overtaken } from "../../rules/errors.ts";
import type { Statement } from "../sql/statement.ts";
import { ifChanged, runBatchIf } from "./if-changed.store.ts";
import type { Written } from "./run-batch.ts";

/**
 * Writes a person's save in one batch. `save` is the statement that holds only for the revision that was read: when it changed nothing,
 * nothing at all is written and `Overtaken` is thrown.
 */
export async function saveBatch(
  db: Database,
  { save, alongside }: { save: Statement; alongside: readonly Written[] },
): Promise<void> {
  if (!(await runBatchIf(db, [save, ifChanged(db), ...alongside]))) throw new Overtaken();
}
