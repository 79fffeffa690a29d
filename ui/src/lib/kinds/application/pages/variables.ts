import { listVariables } from "../../../api/applications.ts";
import { loaded } from "../../../api/http.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends }: Context) {
  depends(`app:variables:${id}`);
  const { items, revision } = await loaded(listVariables(id));
  return { variables: items, revision };
}
