import { listDeploymentsOf } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";

export async function load({ params, depends }) {
  depends(`live:application:${params.id}`);
  return { recent: (await loaded(listDeploymentsOf(params.id, { limit: "6" }))).items };
}
