import { error } from "@sveltejs/kit";
import { loaded } from "#lib/api/http.ts";
import { kindAt } from "#lib/kinds/registry.ts";
import { resourceCrumbs } from "#lib/kinds/resource-crumbs.ts";

export async function load({ params, depends }) {
  const known = kindAt(params.kind);
  if (!known) error(404);
  const { kind } = await known.open();
  depends(`live:resource:${params.id}`);
  const [resource, { default: Layout }] = await Promise.all([loaded(kind.read(params.id)), kind.layout()]);
  return { kind, id: params.id, resource, Layout, crumbs: resourceCrumbs(kind.place(resource)) };
}
