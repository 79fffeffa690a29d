import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { toApiTokenView } from "./api-token-view.ts";
import { createApiToken } from "./create-api-token.ts";
import { listTokens } from "./list-tokens.ts";
import { revokeToken } from "./revoke-token.ts";
import { ApiTokenView, CreateApiToken, CreatedApiTokenView, TokenId } from "./tokens.schemas.ts";

const tag = "API tokens";
const read = guard({ auth: "user", action: "token.view", tenant: "team" });
const own = guard({ auth: "user", action: "token.secrets", tenant: "team" });

export const tokenRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List my tokens; as an admin, the team's", ok: pageOf(ApiTokenView) }),
    query(PageQuery),
    async (c) => {
      const { deps, actor } = c.var;
      const page = c.req.valid("query");
      const rows = await listTokens(deps, actor, page);
      return c.json(toPage(rows, page.limit, (row) => toApiTokenView(row, { actor, now: deps.clock.now() })));
    },
  )
  .post(
    "/",
    own,
    describe({ tag, summary: "Create a token", ok: CreatedApiTokenView, status: 201 }),
    body(CreateApiToken),
    async (c) => {
      const { deps, actor } = c.var;
      const { row, token } = await createApiToken(deps, actor, c.req.valid("json"));
      return c.json({ apiToken: toApiTokenView(row, { actor, now: deps.clock.now() }), token }, 201);
    },
  )
  .delete("/:id", own, describe({ tag, summary: "Revoke a token" }), params(TokenId), async (c) => {
    await revokeToken(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
