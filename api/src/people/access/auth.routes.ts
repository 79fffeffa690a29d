import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body } from "../../kit/http/validate.ts";
import {
  EndedTokens,
  RequestPasswordReset,
  ResetPassword,
  SignedInView,
  SignIn,
  SignUp,
} from "../identity/identity.schemas.ts";
import { openSession } from "../identity/open-session.ts";
import { requestPasswordReset } from "../identity/request-password-reset.ts";
import { resetPassword } from "../identity/reset-password.ts";
import { signIn } from "../identity/sign-in.ts";
import { signOut } from "../identity/sign-out.ts";
import { signUp } from "./sign-up.ts";

const tag = "Sign-in";
const open = (reason: string) => guard({ auth: "public", tenant: "none", reason, bodyLimitBytes: 4096 });

export const authRoutes = new Hono<ApiEnv>()
  .post(
    "/sign-up/email",
    open("by invitation, or where the instance is open"),
    describe({ tag, summary: "Create an account and open a session", ok: SignedInView, status: 201 }),
    body(SignUp),
    async (c) => {
      const user = await signUp(c.var.deps, c.req.valid("json"), c.var);
      await openSession(c, c.req.valid("json"));
      return c.json({ user }, 201);
    },
  )
  .post(
    "/sign-in/email",
    open("makes the session that other routes need"),
    describe({ tag, summary: "Open a session", ok: SignedInView }),
    body(SignIn),
    async (c) => c.json({ user: await signIn(c, c.req.valid("json")) }),
  )
  .post(
    "/sign-out",
    open("ends at most the caller's own session"),
    describe({ tag, summary: "End the session" }),
    async (c) => {
      for (const cookie of await signOut(c)) c.header("Set-Cookie", cookie, { append: true });
      return c.body(null, 204);
    },
  )
  .post(
    "/request-password-reset",
    open("for people who cannot sign in"),
    describe({ tag, summary: "Mail a link that sets a new password", status: 202 }),
    body(RequestPasswordReset),
    async (c) => {
      await requestPasswordReset(c.var.deps, c.req.valid("json"), c.var);
      return c.body(null, 202);
    },
  )
  .post(
    "/reset-password",
    open("the one-time token of the mail is the proof"),
    describe({ tag, summary: "Set a new password with the token of the mail", ok: EndedTokens }),
    body(ResetPassword),
    async (c) => c.json(await resetPassword(c.var.deps, c.req.valid("json"), c.var)),
  );
