import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";

const { audit, user, apiToken } = schema;

export type AuditListRow = Awaited<ReturnType<typeof listAuditRows>>[number];

/** `name`: of the person who acted, also through a token of theirs. */
export const listAuditRows = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select({
      id: audit.id,
      actor: audit.actor,
      name: user.name,
      action: audit.action,
      target: audit.target,
      detail: audit.detail,
      requestId: audit.requestId,
      createdAt: audit.createdAt,
    })
    .from(audit)
    .leftJoin(apiToken, sql`${audit.actor} LIKE 'token:%' AND ${apiToken.id} = substr(${audit.actor}, 7)`)
    .leftJoin(user, sql`${user.id} = coalesce(${apiToken.userId}, substr(${audit.actor}, 6))`)
    .where(
      and(
        eq(audit.teamId, teamId),
        // What stands in the chain of somebody else was put in by hand and is nobody's word.
        sql`(${audit.chain} IS NULL OR ${audit.chain} = ${audit.teamId})`,
        page.cursor ? lt(audit.id, page.cursor) : undefined,
      ),
    )
    .orderBy(desc(audit.id))
    .limit(page.limit + 1);
