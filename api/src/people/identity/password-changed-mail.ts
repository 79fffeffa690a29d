import type { Deps } from "../../kit/deps.ts";
import { textMail } from "../../rules/text-mail.ts";
import { findUserById } from "./identity.store.ts";

const tokensOf = (count: number) => (count === 1 ? "One API token ended" : `${count} API tokens ended`);

/** Tells the person, after the answer: whoever took the account over must not do so unnoticed. */
export function passwordChanged(
  { db, mailer, config, ids, background }: Deps,
  { userId, ended }: { userId: string; ended: number },
): void {
  if (!mailer.isConfigured) return;
  const idempotencyKey = `password-changed:${ids.secret(16)}`;
  background(async () => {
    const user = await findUserById(db, userId);
    if (!user) return;
    const mail = textMail({
      subject: "Your Fairlead password was changed",
      lines: [
        `Hello ${user.name},`,
        `the password of your Fairlead account was changed. Other sessions have ended.${ended > 0 ? ` ${tokensOf(ended)} as well: what used them needs new ones.` : ""}`,
        "Sessions and API tokens are listed here:",
      ],
      link: `${config.url}/settings/account`,
      footer: "If it was not you, ask for a new password on the sign-in page now.",
    });
    await mailer.send({ to: user.email, ...mail, idempotencyKey });
  });
}
