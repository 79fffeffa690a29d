import { resourceKindNames } from "@fairlead/runner/contract";
import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf } from "../../kit/http/page.ts";
import { params, query } from "../../kit/http/validate.ts";
import { ResourceQuery } from "../list/list-query.ts";
import { ResourceItem } from "../list/resource-item.ts";
import { ResourceId } from "../resource-id.ts";
import { getResource } from "./get-resource.ts";
import { listResources } from "./list-resources.ts";
import { resourceKinds } from "./registry.ts";

const tag = "Resources";
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });

const Sums = v.optional(v.record(v.string(), v.number()));
/** With `fields`, of each only these; with `counters`, how many there are of what the filter matches, on all pages. */
const ResourcePage = v.object({
  ...pageOf(v.object({ ...v.partial(ResourceItem).entries, id: ResourceItem.entries.id })).entries,
  counters: v.optional(v.object({ total: v.number(), kind: Sums, state: Sums, server: Sums })),
});
const ResourceView = v.union(resourceKindNames.map((name) => resourceKinds[name].view));

export const resourceRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List whatever runs, of every kind", ok: ResourcePage }),
    query(ResourceQuery),
    async (c) => c.json(await listResources(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a resource as its kind shows it", ok: ResourceView }),
    params(ResourceId),
    async (c) => c.json(await getResource(c.var.deps, c.var.actor, c.req.valid("param"))),
  );
