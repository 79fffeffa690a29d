import type { Context } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { AppError } from "../../rules/errors.ts";

/** One answer for an unknown address and a wrong password: it must not tell who has an account. */
const refused = () =>
  new AppError("unauthenticated", "auth.refused", { message: "The e-mail address or the password is wrong." });

/** Checks the pair and puts the session cookie into the answer. */
export async function openSession(c: Context<ApiEnv>, { email, password }: { email: string; password: string }) {
  const cookies = await c.var.deps.auth.signIn({ email, password }, c.var.client);
  if (!cookies) throw refused();
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}
