import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { ResourceId } from "../resource-id.ts";
import { getResourceRow } from "../resources.store.ts";
import { createDomain } from "./create-domain.ts";
import { deleteDomain } from "./delete-domain.ts";
import { toDomainView } from "./domain-view.ts";
import { CreateDomain, DomainId, DomainList, DomainView, UpdateDomain } from "./domains.schemas.ts";
import { getDomainRow, listDomainRows } from "./domains.store.ts";
import { updateDomain } from "./update-domain.ts";

const tag = "Domains";
const list = guard({ auth: "user", action: "resource.view", tenant: "team" });
const create = guard({ auth: "user", action: "resource.configure", tenant: "team" });
const read = guard({ auth: "user", action: "domain.view", tenant: "team" });
const write = guard({ auth: "user", action: "domain.configure", tenant: "team" });

/** Mounted at `/resources`, and at the address of each kind beside its own routes. */
export const resourceDomainRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/domains",
    list,
    describe({ tag, summary: "List the domains of a resource", ok: DomainList }),
    params(ResourceId),
    noQuery,
    async (c) => {
      const { db } = c.var.deps;
      const { id: resourceId } = await getResourceRow(db, c.var.actor.teamId, c.req.valid("param").id);
      return c.json({ items: (await listDomainRows(db, c.var.actor.teamId, { resourceId })).map(toDomainView) });
    },
  )
  .post(
    "/:id/domains",
    create,
    describe({ tag, summary: "Add a domain, with its www pair if asked", ok: DomainList, status: 201 }),
    params(ResourceId),
    body(CreateDomain),
    async (c) => {
      const order = { resourceId: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json({ items: (await createDomain(c.var.deps, c.var.actor, order)).map(toDomainView) }, 201);
    },
  );

export const domainRoutes = new Hono<ApiEnv>()
  .get("/:id", read, describe({ tag, summary: "Get a domain", ok: DomainView }), params(DomainId), async (c) =>
    c.json(toDomainView(await getDomainRow(c.var.deps.db, c.var.actor.teamId, c.req.valid("param").id))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a domain", ok: DomainView }),
    params(DomainId),
    body(UpdateDomain),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateDomain(deps, actor, change),
        read: async () => toDomainView(await getDomainRow(deps.db, actor.teamId, change.id)),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Delete a domain" }), params(DomainId), async (c) => {
    await deleteDomain(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
