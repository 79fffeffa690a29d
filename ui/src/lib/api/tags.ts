import { told, v1 } from "./client.ts";

export const listTags = () => told(v1.tags.$get());
export type TagCount = Awaited<ReturnType<typeof listTags>>["items"][number];

/** Makes them the whole set of a resource, from the set that was read at that revision. */
export const replaceTags = (id: string, json: { revision: number; tags: string[] }) =>
  told(v1.resources[":id"].tags.$put({ param: { id }, json }));
