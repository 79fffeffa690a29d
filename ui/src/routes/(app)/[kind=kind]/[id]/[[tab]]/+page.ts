import { error } from "@sveltejs/kit";
import { kindAt } from "#lib/kinds/registry.ts";
import { shownTabs } from "#lib/kinds/shown-tabs.ts";

export async function load({ params, url, depends, parent }) {
  const known = kindAt(params.kind);
  if (!known) error(404);
  const { kind } = await known.open();
  const tab = kind.tabs.find(({ address }) => address === (params.tab ?? ""));
  if (!tab) error(404);
  const resource = async () => (await parent()).resource;
  // One that this resource cannot have is no page of it either.
  if (tab.needs && shownTabs([tab], kind.capabilities(await resource())).length === 0) error(404);
  return { opened: await tab.open({ id: params.id, url, depends, resource }) };
}
