import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { ResourceId } from "../../resources/resource-id.ts";
import { ChangesList, ChangesView, EnvironmentId, UndoChange } from "./changes.schemas.ts";
import { getChanges } from "./get-changes.ts";
import { listChanges } from "./list-changes.ts";
import { undoChange } from "./undo-change.ts";

const tag = "Deployments";
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });
const write = guard({ auth: "user", action: "resource.configure", tenant: "team" });

/** Mounted at `/resources` and at the address of each kind. */
export const resourceChangesRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/changes",
    read,
    describe({ tag, summary: "What a deployment now would change of a resource", ok: ChangesView }),
    params(ResourceId),
    noQuery,
    async (c) => c.json(await getChanges(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/changes/undo",
    write,
    describe({ tag, summary: "Put one change back to what serves", ok: ChangesView }),
    params(ResourceId),
    body(UndoChange),
    async (c) => {
      const { deps, actor } = c.var;
      const { id } = c.req.valid("param");
      await undoChange(deps, actor, { id, ...c.req.valid("json") });
      return c.json(await getChanges(deps, actor, { id }));
    },
  );

/** Mounted at `/environments`. */
export const environmentChangesRoutes = new Hono<ApiEnv>().get(
  "/:id/changes",
  guard({ auth: "user", action: "environment.view", tenant: "team" }),
  describe({ tag, summary: "What deployments now would change in an environment", ok: ChangesList }),
  params(EnvironmentId),
  noQuery,
  async (c) => c.json(await listChanges(c.var.deps, c.var.actor, c.req.valid("param"))),
);
