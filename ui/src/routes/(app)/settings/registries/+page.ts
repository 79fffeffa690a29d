import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listRegistries } from "#lib/api/registries.ts";

export async function load({ depends }) {
  depends("app:registries");
  return { registries: await loaded(allOf(listRegistries)) };
}
