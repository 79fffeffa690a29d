import { listDeploymentsOf } from "../../../api/deployments.ts";
import { loaded } from "../../../api/http.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends }: Context) {
  depends(`live:resource:${id}`);
  return { recent: (await loaded(listDeploymentsOf(id, { limit: "6" }))).items };
}
