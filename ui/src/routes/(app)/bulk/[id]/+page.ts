import { getBulk } from "#lib/api/bulk.ts";
import { loaded } from "#lib/api/http.ts";
import { titleOfBulk } from "#lib/kinds/bulk-look.ts";

export async function load({ params, depends }) {
  // How far a member is, its deployment and its jobs tell.
  depends(`live:bulk:${params.id}`, "live:deployments", "live:resources");
  const bulk = await loaded(getBulk(params.id));
  return {
    bulk,
    crumbs: [
      { label: "Activity", href: "/activity" },
      { label: "Bulk operations", href: "/activity?view=bulk" },
      { label: titleOfBulk(bulk), href: `/bulk/${bulk.id}` },
    ],
  };
}
