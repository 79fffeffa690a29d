import { listDeploymentsOf } from "../../../api/deployments.ts";
import { loaded } from "../../../api/http.ts";
import type { Context } from "./context.ts";

export async function load({ id, url, depends }: Context) {
  depends(`live:resource:${id}`);
  return {
    page: await loaded(listDeploymentsOf(id, { limit: "30", cursor: url.searchParams.get("cursor") ?? "" })),
  };
}
