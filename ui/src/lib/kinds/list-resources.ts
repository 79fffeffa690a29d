import { kinds } from "./registry.ts";
import type { ResourceItem } from "./resource-item.ts";
import type { ResourceFilter } from "./resource-kind.ts";

/** Resources of every kind, the first `pages` of each. */
export async function listResources(
  filter: ResourceFilter,
  pages: number,
): Promise<{ items: ResourceItem[]; hasMore: boolean }> {
  const lists = await Promise.all(
    Object.values(kinds).map(async (open) => {
      const { kind } = await open();
      return kind.list(filter, pages);
    }),
  );
  return {
    items: lists.flatMap(({ items }) => items),
    hasMore: lists.some(({ nextCursor }) => nextCursor !== null),
  };
}
