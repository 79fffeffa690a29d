import type { Context } from "hono";
import { personAudit } from "../audit-log.ts";
import type { ApiEnv } from "../http/api-env.ts";
import { forgive, throttle } from "../http/throttle.ts";
import { runBatch } from "../statement.ts";
import type { SignIn } from "./identity.schemas.ts";
import { findUserByEmail } from "./identity.store.ts";
import { openSession } from "./open-session.ts";

/** Throttled by account and by address; both are counted before the password is looked at. */
export async function signIn(c: Context<ApiEnv>, pair: SignIn) {
  const { deps, client, requestId } = c.var;
  await throttle(deps, "sign-in:address", { subject: client.ip });
  await throttle(deps, "sign-in:account", { subject: pair.email });
  await openSession(c, pair);
  await forgive(deps, "sign-in:account", { subject: pair.email });
  const user = await findUserByEmail(deps.db, pair.email);
  if (!user) throw new Error("The account vanished while its person signed in.");
  const by = { userId: user.id, teamId: null, requestId };
  await runBatch(deps.db, [personAudit(deps, by, { action: "session.open", target: user.id })]);
  return { id: user.id, name: user.name, email: user.email, isInstanceOwner: user.instanceRole === "owner" };
}
