import type { InferRequestType } from "hono/client";
import { told, v1 } from "./client.ts";

type Body = InferRequestType<typeof v1.applications.bulk.$post>["json"];
export const bulkDo = (json: Body) => told(v1.applications.bulk.$post({ json }));
