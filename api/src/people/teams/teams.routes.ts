import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { createTeam } from "./create-team.ts";
import { deleteTeam } from "./delete-team.ts";
import { getTeam } from "./get-team.ts";
import { listTeams } from "./list-teams.ts";
import { leaveTeam } from "./remove-member.ts";
import { CreateTeam, TeamId, TeamList, TeamView, UpdateTeam } from "./teams.schemas.ts";
import { updateTeam } from "./update-team.ts";

const tag = "Teams";
const self = guard({ auth: "signed-in", tenant: "self" });
const read = guard({ auth: "user", action: "team.view", tenant: "team" });
const write = guard({ auth: "user", action: "team.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "team.admin", tenant: "team" });

export const teamRoutes = new Hono<ApiEnv>()
  .get("/", self, describe({ tag, summary: "List my teams", ok: TeamList }), noQuery, async (c) =>
    c.json({ items: await listTeams(c.var.deps, c.var.person) }),
  )
  .post(
    "/",
    self,
    describe({ tag, summary: "Create a team", ok: TeamView, status: 201 }),
    body(CreateTeam),
    async (c) => c.json(await createTeam(c.var.deps, c.var.person, c.req.valid("json")), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get the team", ok: TeamView }), params(TeamId), async (c) =>
    c.json(await getTeam(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Rename the team", ok: TeamView }),
    params(TeamId),
    body(UpdateTeam),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateTeam(deps, actor, change),
        read: () => getTeam(deps, actor, change),
      });
      return c.json(answer);
    },
  )
  .post("/:id/leave", read, describe({ tag, summary: "Leave the team" }), params(TeamId), async (c) => {
    await leaveTeam(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  })
  .delete("/:id", remove, describe({ tag, summary: "Delete an empty team" }), params(TeamId), async (c) => {
    await deleteTeam(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
