import type { Client, InStatement, Transaction } from "@libsql/client";
import { isRefusal } from "../refusal.ts";
import type { Outcome, Sent, Write, Written } from "./words.ts";

const given = (statements: readonly Sent[]): InStatement[] => [...statements];
const changesRows = /^\s*(?:insert|update|delete|replace|with|select|values)\b/i;

/** Whether it may be part of a transaction that it did not begin: a PRAGMA or VACUUM may not. */
export const canShareACommit = (write: Write): boolean => {
  if (write.kind === "execute") return changesRows.test(write.statement.sql);
  return write.kind === "batch" && write.statements.every(({ sql }) => changesRows.test(sql));
};

export async function writeAlone(client: Client, write: Write): Promise<Written> {
  if (write.kind === "execute") return [await client.execute(write.statement)];
  if (write.kind === "batch") return client.batch(given(write.statements), "write");
  if (write.kind === "migrate") return client.migrate(given(write.statements));
  await client.executeMultiple(write.sql);
  return [];
}

/**
 * Many writes, one commit: waiting for the disk is what a small write costs most. Each sees what those before it wrote, as if they had
 * been committed one after the other. One that a constraint refuses leaves nothing behind and disturbs no other; any other error means
 * that nothing of all of them was written.
 */
export async function commitTogether(client: Client, writes: readonly Write[]): Promise<Outcome[]> {
  const transaction = await client.transaction("write");
  try {
    const outcomes: Outcome[] = [];
    for (const write of writes) outcomes.push(await writeWithin(transaction, write));
    await transaction.commit();
    return outcomes;
  } finally {
    transaction.close();
  }
}

async function writeWithin(transaction: Transaction, write: Write): Promise<Outcome> {
  await transaction.execute("SAVEPOINT one");
  try {
    const written =
      write.kind === "execute"
        ? [await transaction.execute(write.statement)]
        : await transaction.batch(write.kind === "batch" ? given(write.statements) : []);
    await transaction.execute("RELEASE one");
    return { written };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await transaction.executeMultiple("ROLLBACK TO one; RELEASE one");
    return { error };
  }
}
