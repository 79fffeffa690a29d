import { loaded } from "#lib/api/http.ts";
import { listRunners } from "#lib/api/servers.ts";

export async function load() {
  return {
    runners: (await loaded(listRunners())).items,
    crumbs: [
      { label: "Sources", href: "/sources" },
      { label: "Add a source", href: "/sources/new" },
    ],
  };
}
