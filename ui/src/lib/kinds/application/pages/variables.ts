import { loaded } from "../../../api/http.ts";
import { listVariables } from "../../../api/variables.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends }: Context) {
  depends(`app:variables:${id}`);
  return loaded(listVariables(id));
}
