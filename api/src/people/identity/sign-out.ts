import type { Context } from "hono";
import { personAudit } from "../../kit/audit/audit-log.ts";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { findSession } from "../../kit/http/credentials.store.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { deleteSession } from "./identity.store.ts";

/** Ends the caller's own session, if the cookie is one of ours, and returns the lines that remove the cookie. */
export async function signOut(c: Context<ApiEnv>): Promise<string[]> {
  const { deps, requestId } = c.var;
  const { auth, db } = deps;
  const cookies = c.req.header("Cookie") ?? "";
  const token = await auth.sessionToken(cookies);
  const session = token ? await findSession(db, token, { teamId: null }) : undefined;
  if (!session) return auth.signOut();
  const { userId, sessionId } = session;
  await runBatch(db, [
    deleteSession(db, userId, sessionId),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "session.close", target: userId }),
  ]);
  return auth.signOut();
}
