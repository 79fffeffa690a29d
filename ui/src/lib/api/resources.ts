import type { InferRequestType } from "hono/client";
import { told, v1 } from "./client.ts";
import { pageQuery, type ReadPage } from "./pages.ts";

type Query = InferRequestType<typeof v1.resources.$get>["query"];
type Filter = Pick<Query, "projectId" | "environmentId" | "serverId" | "kind" | "state" | "search">;
const list = (query: Query) => told(v1.resources.$get({ query }));
export type ResourceRow = Awaited<ReturnType<typeof list>>["items"][number];

/** Whatever runs, of every kind. */
export const listResourceRows = (filter: Filter = {}, cursor?: string) => list({ ...pageQuery(cursor), ...filter });

/** Of each only these fields, and its id. */
export const resourceFields =
  <F extends keyof ResourceRow>(...fields: F[]): ReadPage<Pick<ResourceRow, F | "id">> =>
  (cursor) =>
    list({ ...pageQuery(cursor), fields: fields.join(",") });
