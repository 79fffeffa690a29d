import type { Context } from "hono";
import { personAudit } from "../../kit/audit/audit-log.ts";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { recordDenial, recordStranger } from "../../kit/http/denial.ts";
import { forgive, throttle } from "../../kit/http/throttle.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { AppError } from "../../rules/errors.ts";
import type { SignIn } from "./identity.schemas.ts";
import { findUserByEmail } from "./identity.store.ts";
import { openSession } from "./open-session.ts";

/** After the answer, which must not tell who has an account by the time it takes. */
function recordRefusedSignIn(c: Context<ApiEnv>, { email }: SignIn): void {
  const { deps } = c.var;
  deps.background(async () => {
    const user = await findUserByEmail(deps.db, email);
    const refused = { action: "session.refused" };
    if (!user) return recordStranger(c, refused);
    recordDenial(c, { ...refused, teamId: null, actor: "anonymous", by: `sign-in:${user.id}`, target: user.id });
  });
}

/** Throttled by account and by address; both are counted before the password is looked at. */
export async function signIn(c: Context<ApiEnv>, pair: SignIn) {
  const { deps, client, requestId } = c.var;
  await throttle(deps, "sign-in:address", { subject: client.ip });
  await throttle(deps, "sign-in:account", { subject: pair.email });
  await openSession(c, pair).catch((error: unknown) => {
    if (error instanceof AppError) recordRefusedSignIn(c, pair);
    throw error;
  });
  await forgive(deps, "sign-in:account", { subject: pair.email });
  const user = await findUserByEmail(deps.db, pair.email);
  if (!user) throw new Error("The account vanished while its person signed in.");
  const by = { userId: user.id, teamId: null, requestId };
  await runBatch(deps.db, [personAudit(deps, by, { action: "session.open", target: user.id })]);
  return { id: user.id, name: user.name, email: user.email, isInstanceOwner: user.instanceRole === "owner" };
}
