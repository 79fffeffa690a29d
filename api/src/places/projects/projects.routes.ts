import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createProject } from "./create-project.ts";
import { deleteProject } from "./delete-project.ts";
import { getProject } from "./get-project.ts";
import { listProjects } from "./list-projects.ts";
import { CreateProject, ProjectId, ProjectView, UpdateProject } from "./projects.schemas.ts";
import { toProjectView } from "./to-project-view.ts";
import { updateProject } from "./update-project.ts";

const tag = "Projects";
const read = guard({ auth: "user", action: "project.view", tenant: "team" });
const write = guard({ auth: "user", action: "project.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "project.admin", tenant: "team" });

export const projectRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List projects", ok: pageOf(ProjectView) }), query(PageQuery), async (c) => {
    const page = c.req.valid("query");
    return c.json(toPage(await listProjects(c.var.deps, c.var.actor, page), page.limit, toProjectView));
  })
  .post(
    "/",
    write,
    describe({ tag, summary: "Create a project", ok: ProjectView, status: 201 }),
    body(CreateProject),
    async (c) => c.json(toProjectView(await createProject(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a project", ok: ProjectView }), params(ProjectId), async (c) =>
    c.json(toProjectView(await getProject(c.var.deps, c.var.actor, c.req.valid("param")))),
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
        read: async () => toProjectView(await getProject(deps, actor, change)),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", remove, describe({ tag, summary: "Delete an empty project" }), params(ProjectId), async (c) => {
    await deleteProject(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
