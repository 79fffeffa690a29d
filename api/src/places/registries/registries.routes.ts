import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params, query } from "../../kit/http/validate.ts";
import { checkRegistry } from "./check-registry.ts";
import { createRegistry } from "./create-registry.ts";
import { deleteRegistry } from "./delete-registry.ts";
import { getRegistry } from "./get-registry.ts";
import { listRegistries } from "./list-registries.ts";
import { listUsers } from "./list-users.ts";
import { CreateRegistry, RegistryId, RegistryUsers, RegistryView, UpdateRegistry } from "./registries.schemas.ts";
import { toRegistryView } from "./to-registry-view.ts";
import { updateRegistry } from "./update-registry.ts";

const tag = "Registries";
const read = guard({ auth: "user", action: "registry.view", tenant: "team" });
const write = guard({ auth: "user", action: "registry.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "registry.admin", tenant: "team" });

export const registryRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List registries", ok: pageOf(RegistryView) }),
    query(PageQuery),
    async (c) => {
      const page = c.req.valid("query");
      const rows = await listRegistries(c.var.deps, c.var.actor, page);
      return c.json(toPage(rows, page.limit, toRegistryView));
    },
  )
  .post(
    "/",
    write,
    describe({ tag, summary: "Add a registry's login", ok: RegistryView, status: 201 }),
    body(CreateRegistry),
    async (c) => c.json(toRegistryView(await createRegistry(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a registry", ok: RegistryView }), params(RegistryId), async (c) =>
    c.json(toRegistryView(await getRegistry(c.var.deps, c.var.actor, c.req.valid("param")))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a registry's login", ok: RegistryView }),
    params(RegistryId),
    body(UpdateRegistry),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateRegistry(deps, actor, change),
        read: async () => toRegistryView(await getRegistry(deps, actor, change)),
        compare: () => ({ hidden: ["password"] }),
      });
      return c.json(answer);
    },
  )
  .post(
    "/:id/check",
    write,
    describe({ tag, summary: "Try a registry's login now" }),
    params(RegistryId),
    async (c) => {
      await checkRegistry(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 204);
    },
  )
  .get(
    "/:id/users",
    read,
    describe({ tag, summary: "List the applications that pull from a registry", ok: RegistryUsers }),
    params(RegistryId),
    noQuery,
    async (c) => c.json(await listUsers(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .delete("/:id", remove, describe({ tag, summary: "Delete a registry's login" }), params(RegistryId), async (c) => {
    await deleteRegistry(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
