import { listDeployments } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { listDeliveries } from "#lib/api/sources.ts";
import { listAudit } from "#lib/api/teams.ts";

const views = ["deployments", "webhooks", "audit"] as const;
type View = (typeof views)[number];

export async function load({ url, depends }) {
  depends("live:deployments", "live:deliveries");
  const view: View = views.find((name) => name === url.searchParams.get("view")) ?? "deployments";
  const cursor = url.searchParams.get("cursor") ?? "";
  return {
    view,
    deployments: view === "deployments" ? await loaded(listDeployments({ limit: "40", cursor })) : null,
    deliveries: view === "webhooks" ? await loaded(listDeliveries({ limit: "40", cursor })) : null,
    audit: view === "audit" ? await loaded(listAudit(cursor || null)) : null,
    crumbs: [{ label: "Activity", href: "/activity" }],
  };
}
