import { firstPages } from "../api/pages.ts";
import { listResourceRows, type ResourceRow } from "../api/resources.ts";
import { kinds } from "./registry.ts";
import type { ResourceItem } from "./resource-item.ts";

/** Resources of every kind, the first `pages` of them. */
export async function listResources(
  filter: Parameters<typeof listResourceRows>[0],
  pages: number,
): Promise<{ items: ResourceItem[]; hasMore: boolean }> {
  const { items, nextCursor } = await firstPages((cursor) => listResourceRows(filter, cursor), pages);
  return { items: await toItems(items), hasMore: nextCursor !== null };
}

/** Each as its kind shows it; the code of a kind that is not among them is not loaded. */
async function toItems(rows: readonly ResourceRow[]): Promise<ResourceItem[]> {
  const names = [...new Set(rows.map(({ kind }) => kind))];
  const loaded = await Promise.all(names.map(async (name) => [name, (await kinds[name].open()).kind] as const));
  const known = new Map(loaded);
  return rows.flatMap((row) => known.get(row.kind)?.item(row) ?? []);
}
