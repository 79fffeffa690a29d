import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { query } from "../../kit/http/validate.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import { AuditChainView, AuditView, ChainQuery } from "./audit.schemas.ts";
import { type AuditListRow, listAuditRows } from "./audit.store.ts";
import { verifyChain } from "./verify-chain.ts";

const tag = "Audit";
const read = guard({ auth: "user", action: "audit.read", tenant: "team" });

const toView = ({ detail, ...row }: AuditListRow): AuditView => ({
  id: row.id,
  actor: row.actor,
  name: row.name,
  action: row.action,
  target: row.target,
  detail: parseOr((value) => v.parse(AuditView.entries.detail, value), detail) ?? { damaged: true },
  requestId: row.requestId,
  createdAt: row.createdAt,
});

export const auditRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List what was done in the team", ok: pageOf(AuditView) }),
    query(PageQuery),
    async (c) => {
      const page = c.req.valid("query");
      return c.json(toPage(await listAuditRows(c.var.deps.db, c.var.actor.teamId, page), page.limit, toView));
    },
  )
  .get(
    "/chain",
    read,
    describe({ tag, summary: "Verify that no entry was changed or taken away, a piece at a time", ok: AuditChainView }),
    query(ChainQuery),
    async (c) => c.json(await verifyChain(c.var.deps, c.var.actor.teamId, c.req.valid("query"))),
  );
