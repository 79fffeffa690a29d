import { ApiError } from "#lib/api/api-error.ts";
import { listBulks } from "#lib/api/bulk.ts";
import { listDeployments } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages, type Page } from "#lib/api/pages.ts";
import { listProjects } from "#lib/api/projects.ts";
import { resourceFields } from "#lib/api/resources.ts";
import { listServers } from "#lib/api/servers.ts";
import { listDeliveries, listSources } from "#lib/api/sources.ts";
import { type AuditEntry, auditPages, listAudit, listMembers } from "#lib/api/teams.ts";
import { type AuditQuery, queryOf, readFilter } from "#lib/team/audit-filter.ts";
import { isAskedFor, type Names } from "#lib/team/audit-sentence.ts";

const views = ["deployments", "bulk", "webhooks", "audit"] as const;
type View = (typeof views)[number];

/** Pages of 200 that a search for words looks through. */
const searched = 10;
/** Answers without an entry, each of which looked at 2,000, after which the person decides whether to go on. */
const mostEmpty = 10;

async function searchAudit(query: string, { filter, names }: { filter: AuditQuery; names: Names }) {
  const { items } = await firstPages(auditPages(filter), searched);
  return { items: items.filter((entry) => isAskedFor(entry, { query, names })), nextCursor: null };
}

/** The next page with something on it. */
async function findAudit(cursor: string | null, filter: AuditQuery) {
  let found = await listAudit(cursor, filter);
  for (let empty = 1; found.items.length === 0 && found.nextCursor && empty < mostEmpty; empty += 1)
    found = await listAudit(found.nextCursor, filter);
  return found;
}

/** A value that no filter can have is told beside its control, not in place of the page. */
async function orRefused(work: Promise<Page<AuditEntry>>) {
  try {
    return { ...(await work), refused: {} };
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status !== 400) throw problem;
    const refused: Record<string, string> = Object.fromEntries(
      problem.fields.map(({ path, message }) => [path, message]),
    );
    return { items: [], nextCursor: null, refused };
  }
}

/** Of what entries speak of; what is gone is named by the entry itself. */
async function namesOfThings(): Promise<Names> {
  const found = await Promise.all([
    allOf(resourceFields("name")),
    allOf(listServers),
    allOf(listProjects),
    allOf(listSources),
  ]);
  return new Map(found.flat().map(({ id, name }) => [id, name]));
}

export async function load({ url, depends }) {
  depends("live:deployments", "live:deliveries", "live:bulks");
  const view: View = views.find((name) => name === url.searchParams.get("view")) ?? "deployments";
  const cursor = url.searchParams.get("cursor") ?? "";
  const query = url.searchParams.get("q")?.trim() ?? "";
  const filter = readFilter(url.searchParams);
  const isAudit = view === "audit";
  const [names, members] = isAudit
    ? await loaded(Promise.all([namesOfThings(), listMembers().then(({ items }) => items)]))
    : [new Map<string, string>(), []];
  const asked = queryOf(filter, names);
  const audit = () =>
    loaded(orRefused(query ? searchAudit(query, { filter: asked, names }) : findAudit(cursor || null, asked)));
  return {
    view,
    query,
    filter,
    names,
    members,
    deployments: view === "deployments" ? await loaded(listDeployments({ limit: "40", cursor })) : null,
    bulks: view === "bulk" ? await loaded(listBulks({ limit: "40", ...(cursor ? { cursor } : {}) })) : null,
    deliveries: view === "webhooks" ? await loaded(listDeliveries({ limit: "40", cursor })) : null,
    audit: isAudit ? await audit() : null,
    crumbs: [{ label: "Activity", href: "/activity" }],
  };
}
