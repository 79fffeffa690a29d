import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createProject } from "./create-project.ts";
import { deleteProject } from "./delete-project.ts";
import { CreateProject, ProjectId, ProjectView, UpdateProject } from "./projects.schemas.ts";
import { getProjectRow, listProjectRows, type ProjectRow } from "./projects.store.ts";
import { updateProject } from "./update-project.ts";

const toView = ({ id, name, description, revision, createdAt, updatedAt }: ProjectRow): ProjectView => ({
  id,
  name,
  description,
  revision,
  createdAt,
  updatedAt,
});
const tag = "Projects";
const read = guard({ auth: "user", action: "project.read", tenant: "team" });
const write = guard({ auth: "user", action: "project.write", tenant: "team" });
const remove = guard({ auth: "user", action: "project.delete", tenant: "team" });

export const projectRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List projects", ok: pageOf(ProjectView) }), query(PageQuery), async (c) => {
    const page = c.req.valid("query");
    return c.json(toPage(await listProjectRows(c.var.deps.db, c.var.actor.teamId, page), page.limit, toView));
  })
  .post(
    "/",
    write,
    describe({ tag, summary: "Create a project", ok: ProjectView, status: 201 }),
    body(CreateProject),
    async (c) => c.json(toView(await createProject(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a project", ok: ProjectView }), params(ProjectId), async (c) =>
    c.json(toView(await getProjectRow(c.var.deps.db, c.var.actor.teamId, c.req.valid("param").id))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a project", ok: ProjectView }),
    params(ProjectId),
    body(UpdateProject),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateProject(deps, actor, change),
        read: async () => toView(await getProjectRow(deps.db, actor.teamId, change.id)),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", remove, describe({ tag, summary: "Delete an empty project" }), params(ProjectId), async (c) => {
    await deleteProject(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
