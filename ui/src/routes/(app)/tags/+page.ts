import { loaded } from "#lib/api/http.ts";
import { listTags } from "#lib/api/tags.ts";

export async function load({ depends }) {
  depends("live:resources");
  const { items } = await loaded(listTags());
  return {
    tags: items,
    crumbs: [
      { label: "Projects", href: "/" },
      { label: "Tags", href: "/tags" },
    ],
  };
}
