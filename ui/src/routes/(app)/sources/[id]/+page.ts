import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listRunners } from "#lib/api/servers.ts";
import { getSource, listDeliveries, listSources, listStrangers } from "#lib/api/sources.ts";

export async function load({ params, depends, url }) {
  depends(`live:source:${params.id}`, "live:runners");
  const cursor = url.searchParams.get("cursor") ?? "";
  const [source, deliveries, runners, { items: strangers }] = await loaded(
    Promise.all([
      getSource(params.id),
      listDeliveries({ sourceId: params.id, limit: "25", cursor }),
      allOf(listRunners),
      listStrangers(params.id),
    ]),
  );
  return {
    source,
    deliveries,
    runners,
    strangers,
    crumbs: [
      { label: "Sources", href: "/sources" },
      {
        label: source.name,
        href: `/sources/${source.id}`,
        switcher: async () =>
          (await allOf(listSources)).map(({ id, name }) => ({ id, label: name, href: `/sources/${id}` })),
      },
    ],
  };
}
