import { loaded } from "#lib/api/http.ts";
import { kinds } from "#lib/kinds/registry.ts";
import { resourceCrumbs } from "#lib/kinds/resource-crumbs.ts";

export async function load({ params, depends }) {
  const { kind } = await kinds[params.kind]();
  depends(...kind.liveKeys(params.id));
  const [resource, { default: Layout }] = await Promise.all([loaded(kind.read(params.id)), kind.layout()]);
  return { kind, id: params.id, resource, Layout, crumbs: resourceCrumbs(kind.place(resource)) };
}
