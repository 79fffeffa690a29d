import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { getMember } from "./get-member.ts";
import { listMembers } from "./list-members.ts";
import { removeMember } from "./remove-member.ts";
import { MemberId, MemberView, UpdateMember } from "./teams.schemas.ts";
import { toMemberView } from "./to-member-view.ts";

const tag = "Members";
const read = guard({ auth: "user", action: "member.view", tenant: "team" });
const write = guard({ auth: "user", action: "member.admin", tenant: "team" });
const MemberList = v.object({ items: v.array(MemberView) });

export const memberRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List the members of the team", ok: MemberList }), noQuery, async (c) => {
    const rows = await listMembers(c.var.deps, c.var.actor);
    return c.json({ items: rows.map(toMemberView(c.var.actor)) });
  })
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a member's role", ok: MemberView }),
    params(MemberId),
    body(UpdateMember),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => changeMemberRole(deps, actor, change),
        read: async () => toMemberView(actor)(await getMember(deps, actor, change)),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Remove a member" }), params(MemberId), async (c) => {
    await removeMember(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
