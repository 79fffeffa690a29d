import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import type { Actor } from "../../rules/permissions.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { removeMember } from "./remove-member.ts";
import { MemberId, MemberView, UpdateMember } from "./teams.schemas.ts";
import { getMemberRow, listMemberRows, type MemberRow } from "./teams.store.ts";

const tag = "Members";
const read = guard({ auth: "user", action: "member.read", tenant: "team" });
const write = guard({ auth: "user", action: "member.write", tenant: "team" });
const MemberList = v.object({ items: v.array(MemberView) });

const viewFor =
  (actor: Actor) =>
  ({ id, userId, name, email, role, revision, createdAt }: MemberRow): MemberView => ({
    id,
    userId,
    name,
    email,
    role,
    isYou: userId === actor.userId,
    revision,
    createdAt,
  });

export const memberRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List the members of the team", ok: MemberList }), noQuery, async (c) => {
    const rows = await listMemberRows(c.var.deps.db, c.var.actor.teamId);
    return c.json({ items: rows.map(viewFor(c.var.actor)) });
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
        read: async () => viewFor(actor)(await getMemberRow(deps.db, actor.teamId, change.id)),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Remove a member" }), params(MemberId), async (c) => {
    await removeMember(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
