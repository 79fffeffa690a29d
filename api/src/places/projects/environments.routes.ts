import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createEnvironment } from "./create-environment.ts";
import { deleteEnvironment } from "./delete-environment.ts";
import {
  CreateEnvironment,
  EnvironmentId,
  EnvironmentQuery,
  EnvironmentView,
  UpdateEnvironment,
} from "./environments.schemas.ts";
import { getEnvironment } from "./get-environment.ts";
import { listEnvironments } from "./list-environments.ts";
import { toEnvironmentView } from "./to-environment-view.ts";
import { updateEnvironment } from "./update-environment.ts";

const tag = "Environments";
const read = guard({ auth: "user", action: "environment.view", tenant: "team" });
const create = guard({ auth: "user", action: "project.configure", tenant: "team" });
const write = guard({ auth: "user", action: "environment.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "environment.admin", tenant: "team" });

export const environmentRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List environments", ok: pageOf(EnvironmentView) }),
    query(EnvironmentQuery),
    async (c) => {
      const page = c.req.valid("query");
      return c.json(toPage(await listEnvironments(c.var.deps, c.var.actor, page), page.limit, toEnvironmentView));
    },
  )
  .post(
    "/",
    create,
    describe({ tag, summary: "Create an environment", ok: EnvironmentView, status: 201 }),
    body(CreateEnvironment),
    async (c) => c.json(toEnvironmentView(await createEnvironment(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get an environment", ok: EnvironmentView }),
    params(EnvironmentId),
    async (c) => c.json(toEnvironmentView(await getEnvironment(c.var.deps, c.var.actor, c.req.valid("param")))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Rename an environment", ok: EnvironmentView }),
    params(EnvironmentId),
    body(UpdateEnvironment),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateEnvironment(deps, actor, change),
        read: async () => toEnvironmentView(await getEnvironment(deps, actor, change)),
      });
      return c.json(answer);
    },
  )
  .delete(
    "/:id",
    remove,
    describe({ tag, summary: "Delete an empty environment" }),
    params(EnvironmentId),
    async (c) => {
      await deleteEnvironment(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
