import type { InferRequestType } from "hono/client";
import { told, v1 } from "./client.ts";

export type BulkOrder = InferRequestType<typeof v1.bulk.$post>["json"];
export type BulkChoice = Omit<BulkOrder, "key">;

export type TagChoice = Omit<BulkChoice, "ids">;
export const previewBulk = (query: TagChoice) => told(v1.bulk.preview.$get({ query }));
export type BulkPreview = Awaited<ReturnType<typeof previewBulk>>;

/** A key of its own for each click: sent twice by a bad line, it is one operation. */
export const startBulk = (choice: BulkChoice, key: string) => told(v1.bulk.$post({ json: { ...choice, key } }));
export const getBulk = (id: string) => told(v1.bulk[":id"].$get({ param: { id } }));
export type BulkDetail = Awaited<ReturnType<typeof getBulk>>;
export const cancelBulk = (id: string) => told(v1.bulk[":id"].cancel.$post({ param: { id } }));

export const listBulks = (query: { limit?: string; cursor?: string } = {}) => told(v1.bulk.$get({ query }));
export type BulkView = Awaited<ReturnType<typeof listBulks>>["items"][number];
