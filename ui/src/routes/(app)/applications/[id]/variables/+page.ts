import { listVariables } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";

export async function load({ params, depends }) {
  depends(`app:variables:${params.id}`);
  const { items, revision } = await loaded(listVariables(params.id));
  return { variables: items, revision };
}
