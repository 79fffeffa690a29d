import { listDeployments } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { listProjects } from "#lib/api/projects.ts";
import { resourceFields } from "#lib/api/resources.ts";
import { listServers } from "#lib/api/servers.ts";
import { listDeliveries, listSources } from "#lib/api/sources.ts";
import { listAudit, listAuditPage } from "#lib/api/teams.ts";
import { isAskedFor, type Names } from "#lib/team/audit-sentence.ts";

const views = ["deployments", "webhooks", "audit"] as const;
type View = (typeof views)[number];

/** Pages of 200 that a search looks through. */
const searched = 10;

async function searchAudit(query: string, names: Names) {
  const { items } = await firstPages(listAuditPage, searched);
  return { items: items.filter((entry) => isAskedFor(entry, { query, names })), nextCursor: null };
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
  depends("live:deployments", "live:deliveries");
  const view: View = views.find((name) => name === url.searchParams.get("view")) ?? "deployments";
  const cursor = url.searchParams.get("cursor") ?? "";
  const query = url.searchParams.get("q")?.trim() ?? "";
  const names: Names = view === "audit" ? await loaded(namesOfThings()) : new Map();
  return {
    view,
    query,
    names,
    deployments: view === "deployments" ? await loaded(listDeployments({ limit: "40", cursor })) : null,
    deliveries: view === "webhooks" ? await loaded(listDeliveries({ limit: "40", cursor })) : null,
    audit: view === "audit" ? await loaded(query ? searchAudit(query, names) : listAudit(cursor || null)) : null,
    crumbs: [{ label: "Activity", href: "/activity" }],
  };
}
