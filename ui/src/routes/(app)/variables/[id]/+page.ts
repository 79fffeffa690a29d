import { loaded } from "#lib/api/http.ts";
import { listVariables } from "#lib/api/variables.ts";
import { variablePlace } from "#lib/variables/variable-place.ts";

export async function load({ params, depends }) {
  depends(`app:variables:${params.id}`);
  const [place, set] = await loaded(Promise.all([variablePlace(params.id), listVariables(params.id)]));
  return { ...place, set };
}
