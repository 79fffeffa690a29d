import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { hashToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { unavailable } from "../../rules/errors.ts";
import type { RequestPasswordReset } from "./identity.schemas.ts";
import { deleteResetsOf, findUserByEmail, insertReset } from "./identity.store.ts";
import { passwordResetMail } from "./password-reset-mail.ts";

const validMs = 60 * 60 * 1000;

/** Always answers alike and at once; what there is to do is done after the answer, so its time tells nothing either. */
export async function requestPasswordReset(deps: Deps, { email }: RequestPasswordReset, by: { client: Client }) {
  const { mailer, background } = deps;
  if (!mailer.isConfigured) {
    throw unavailable(
      "mail.not_configured",
      "This instance cannot send mail. Ask its owner to set RESEND_API_KEY and MAIL_FROM.",
    );
  }
  await throttle(deps, "reset:address", { subject: by.client.ip });
  await throttle(deps, "reset:account", { subject: email });
  background(() => sendReset(deps, email));
}

async function sendReset({ db, ids, clock, config, mailer }: Deps, email: string): Promise<void> {
  const user = await findUserByEmail(db, email);
  if (!user) return;
  const token = ids.secret(32);
  const id = ids.secret(16);
  const now = clock.now();
  const expiresAt = new Date(now + validMs);
  await runBatch(db, [
    deleteResetsOf(db, user.id),
    insertReset(db, { id, userId: user.id, tokenHash: await hashToken(token), now: new Date(now), expiresAt }),
  ]);
  await mailer.send({
    to: user.email,
    // In the fragment the token reaches no server log.
    ...passwordResetMail({ name: user.name, link: `${config.url}/reset-password#${token}` }),
    idempotencyKey: `password-reset:${id}`,
  });
}
