import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf } from "../../kit/http/page.ts";
import { query } from "../../kit/http/validate.ts";
import { AuditChainView, AuditQuery, AuditView, ChainQuery } from "./audit.schemas.ts";
import { checkChain } from "./check-chain.ts";
import { listAudit } from "./list-audit.ts";
import { toAuditView } from "./to-audit-view.ts";

const tag = "Audit";
const read = guard({ auth: "user", action: "audit.view", tenant: "team" });

export const auditRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List what was done in the team", ok: pageOf(AuditView) }),
    query(AuditQuery),
    async (c) => {
      const { items, nextCursor } = await listAudit(c.var.deps, c.var.actor, c.req.valid("query"));
      return c.json({ items: items.map(toAuditView), nextCursor });
    },
  )
  .get(
    "/chain",
    read,
    describe({ tag, summary: "Verify that no entry was changed or taken away, a piece at a time", ok: AuditChainView }),
    query(ChainQuery),
    async (c) => c.json(await checkChain(c.var.deps, c.var.actor, c.req.valid("query"))),
  );
