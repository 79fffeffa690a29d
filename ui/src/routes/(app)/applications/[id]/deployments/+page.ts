import { listDeploymentsOf } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";

export async function load({ params, url, depends }) {
  depends(`live:application:${params.id}`);
  return {
    page: await loaded(listDeploymentsOf(params.id, { limit: "30", cursor: url.searchParams.get("cursor") ?? "" })),
  };
}
