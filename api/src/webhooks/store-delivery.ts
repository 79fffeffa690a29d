import type { Database, schema } from "@fairlead/db";
import { insertDelivery } from "./receive.store.ts";

type Row = typeof schema.delivery.$inferInsert;

/** Durable when it resolves. */
export async function storeDelivery(db: Database, row: Row): Promise<void> {
  await insertDelivery(db, row);
}
