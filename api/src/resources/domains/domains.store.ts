import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, count, eq, isNull, ne, sql } from "drizzle-orm";
import type { Statement } from "../../kit/sql/statement.ts";
import { noCertificate } from "../../rules/certificate.ts";
import { notFound } from "../../rules/errors.ts";

const { domain, resource } = schema;
export type DomainRow = typeof domain.$inferSelect;

const inTeam = (teamId: string, id: string) => and(eq(domain.teamId, teamId), eq(domain.id, id));

/** All domains of one application; there are at most 200, so no pages. */
export const listDomainRows = (db: Database, teamId: string, { resourceId }: { resourceId: string }) =>
  db
    .select()
    .from(domain)
    .where(and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, resourceId)))
    .orderBy(asc(domain.id));

export async function getDomainRow(db: Database, teamId: string, id: string): Promise<DomainRow> {
  const [row] = await db.select().from(domain).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("domain");
  return row;
}

export async function countDomains(db: Database, teamId: string, resourceId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(domain)
    .where(and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, resourceId)));
  return row?.count ?? 0;
}

/** The team's own application that holds a host and path, for the message of a refused claim. */
export async function findHolder(db: Database, teamId: string, { host, path }: { host: string; path: string }) {
  const [row] = await db
    .select({ id: resource.id, name: resource.name })
    .from(domain)
    .innerJoin(resource, eq(resource.id, domain.resourceId))
    .where(and(eq(domain.teamId, teamId), eq(domain.host, host), eq(domain.path, path)))
    .limit(1);
  return row;
}

export const insertDomain = (db: Database, row: typeof domain.$inferInsert) => db.insert(domain).values(row);

/** Holds for the revision that was read. */
export const updateDomain = (
  db: Database,
  teamId: string,
  {
    id,
    revision,
    set,
  }: { id: string; revision: number; set: Pick<Partial<DomainRow>, "path" | "scheme" | "redirectTo" | "port"> },
) =>
  db
    .update(domain)
    .set({ ...set, ...(set.scheme === "http" ? noCertificate : {}), revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(domain.revision, revision)));

export const deleteDomain = (db: Database, teamId: string, id: string) => db.delete(domain).where(inTeam(teamId, id));

/** Whether redirects of this application lead to the host. */
export async function countRedirectsTo(db: Database, teamId: string, to: { resourceId: string; host: string }) {
  const [row] = await db
    .select({ count: count() })
    .from(domain)
    .where(
      and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, to.resourceId), eq(domain.redirectTo, to.host)),
    );
  return row?.count ?? 0;
}

/** Whether the application serves this host itself, so that a redirect to it ends there. */
export async function isServedHost(
  db: Database,
  teamId: string,
  at: { resourceId: string; host: string; except?: string },
) {
  const [row] = await db
    .select({ id: domain.id })
    .from(domain)
    .where(
      and(
        eq(unindexed(domain.teamId), teamId),
        eq(domain.resourceId, at.resourceId),
        eq(domain.host, at.host),
        isNull(domain.redirectTo),
        at.except === undefined ? undefined : ne(domain.id, at.except),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * Statement that undoes its batch (see `runBatchIf`) when another team holds the host, whatever the path, or a wildcard of one team
 * would cover a host of the other. The unique index cannot say this, and a read before the write could be overtaken.
 */
export function unlessForeign(db: Database, teamId: string, host: string): Statement {
  const parent = `*.${host.replace(/^[^.]+\./, "")}`;
  const below = host.slice(1);
  const isCovered = sql`substr(${domain.host}, -length(${below})) = ${below}`;
  return db.all(sql`SELECT CASE WHEN EXISTS (
    SELECT 1 FROM ${domain} WHERE ${ne(domain.teamId, teamId)} AND (
      ${eq(domain.host, host)} OR ${host.startsWith("*.") ? isCovered : eq(domain.host, parent)}
    )
  ) THEN json('the condition does not hold') ELSE 1 END`);
}
