import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { changePassword } from "./change-password.ts";
import { endOwnToken, endOwnTokens } from "./end-tokens.ts";
import {
  ChangePassword,
  EndedTokens,
  MeView,
  OwnTokenId,
  OwnTokenList,
  SessionId,
  SessionList,
  UpdateMe,
} from "./identity.schemas.ts";
import { readMe } from "./read-me.ts";
import { readOwnTokens } from "./read-own-tokens.ts";
import { readSessions } from "./read-sessions.ts";
import { revokeOtherSessions, revokeSession } from "./revoke-sessions.ts";
import { updateMe } from "./update-me.ts";

const tag = "Account";
const self = guard({ auth: "signed-in", tenant: "self" });

export const meRoutes = new Hono<ApiEnv>()
  .get("/", self, describe({ tag, summary: "Who am I, and in which teams", ok: MeView }), async (c) =>
    c.json(await readMe(c.var.deps, c.var.person)),
  )
  .patch("/", self, describe({ tag, summary: "Change my name", ok: MeView }), body(UpdateMe), async (c) => {
    const { deps, person } = c.var;
    const set = c.req.valid("json");
    const answer = await saving(set, {
      save: () => updateMe(deps, person, set),
      read: () => readMe(deps, person),
      compare: ({ user }) => ({ theirs: user }),
    });
    return c.json(answer);
  })
  .post(
    "/password",
    self,
    describe({ tag, summary: "Change my password and end my other sessions", ok: EndedTokens }),
    body(ChangePassword),
    async (c) => c.json(await changePassword(c.var.deps, c.var.person, c.req.valid("json"))),
  )
  .get(
    "/tokens",
    self,
    describe({ tag, summary: "List my API tokens of all teams", ok: OwnTokenList }),
    noQuery,
    async (c) => c.json(await readOwnTokens(c.var.deps, c.var.person)),
  )
  .delete("/tokens", self, describe({ tag, summary: "End my API tokens of all teams", ok: EndedTokens }), async (c) => {
    const { count } = await endOwnTokens(c.var.deps, c.var.person);
    return c.json({ ended: count });
  })
  .delete(
    "/tokens/:id",
    self,
    describe({ tag, summary: "End one of my API tokens" }),
    params(OwnTokenId),
    async (c) => {
      await endOwnToken(c.var.deps, c.var.person, c.req.valid("param"));
      return c.body(null, 204);
    },
  )
  .get("/sessions", self, describe({ tag, summary: "List my sessions", ok: SessionList }), noQuery, async (c) =>
    c.json({ items: await readSessions(c.var.deps, c.var.person) }),
  )
  .delete("/sessions", self, describe({ tag, summary: "End my other sessions" }), async (c) => {
    await revokeOtherSessions(c.var.deps, c.var.person);
    return c.body(null, 204);
  })
  .delete("/sessions/:id", self, describe({ tag, summary: "End one of my sessions" }), params(SessionId), async (c) => {
    await revokeSession(c.var.deps, c.var.person, c.req.valid("param"));
    return c.body(null, 204);
  });
