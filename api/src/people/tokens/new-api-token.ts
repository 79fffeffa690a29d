import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { hashToken, makeToken } from "../../kit/tokens/token-text.ts";
import type { Scope } from "../../rules/rights.ts";
import { insertApiToken } from "./tokens.store.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Statement and text of a new API token; the text exists only here and in the answer. */
export async function newApiToken(
  { db, ids, clock }: Pick<Deps, "db" | "ids" | "clock">,
  order: { teamId: string; userId: string; name: string; scope: Scope; expiresInDays: number | null },
): Promise<{ id: string; token: string; statement: Statement }> {
  const token = makeToken("user", ids);
  const id = ids.next("apiToken");
  const now = clock.now();
  const statement = insertApiToken(db, {
    id,
    teamId: order.teamId,
    userId: order.userId,
    name: order.name,
    prefix: token.slice(0, 10),
    hash: await hashToken(token),
    scopes: [order.scope],
    expiresAt: order.expiresInDays === null ? null : now + order.expiresInDays * dayMs,
    createdAt: now,
  });
  return { id, token, statement };
}
