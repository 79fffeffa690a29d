import { type ResourceKindName, resourceKindOf } from "@fairlead/runner/contract";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { notFound } from "../rules/errors.ts";

/** At the address of a kind stands what is of this kind; its id tells which one a resource is of. */
export const ofKind = (kind: ResourceKindName) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const named = resourceKindOf(c.req.param("id") ?? "");
    if (named !== undefined && named !== kind) throw notFound(kind);
    await next();
  });
