import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listRunners } from "#lib/api/servers.ts";

export async function load({ depends }) {
  depends("live:runners");
  return {
    runners: await loaded(allOf(listRunners)),
    crumbs: [
      { label: "Sources", href: "/sources" },
      { label: "Add a source", href: "/sources/new" },
    ],
  };
}
