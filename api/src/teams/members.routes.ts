import { Hono } from "hono";
import * as v from "valibot";
import type { Actor } from "../domain/permissions.ts";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { guard } from "../http/guard.ts";
import { body, noQuery, params } from "../http/validate.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { removeMember } from "./remove-member.ts";
import { MemberId, MemberView, UpdateMember } from "./teams.schemas.ts";
import { listMemberRows, type MemberRow } from "./teams.store.ts";

const tag = "Members";
const read = guard({ auth: "user", action: "member.read", tenant: "team" });
const write = guard({ auth: "user", action: "member.write", tenant: "team" });
const MemberList = v.object({ items: v.array(MemberView) });

const viewFor =
  (actor: Actor) =>
  ({ id, userId, name, email, role, createdAt }: MemberRow): MemberView => ({
    id,
    userId,
    name,
    email,
    role,
    isYou: userId === actor.userId,
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
      const change = { ...c.req.valid("param"), ...c.req.valid("json") };
      return c.json(viewFor(c.var.actor)(await changeMemberRole(c.var.deps, c.var.actor, change)));
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Remove a member" }), params(MemberId), async (c) => {
    await removeMember(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
