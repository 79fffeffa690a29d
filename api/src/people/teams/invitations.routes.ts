import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { toInvitationView } from "./invitation-view.ts";
import { inviteMember } from "./invite-member.ts";
import { listInvitations } from "./list-invitations.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { showInvitation } from "./show-invitation.ts";
import {
  CreatedInvitationView,
  CreateInvitation,
  InvitationId,
  InvitationToken,
  InvitationView,
  ShownInvitationView,
  TeamView,
} from "./teams.schemas.ts";

const tag = "Invitations";
const read = guard({ auth: "user", action: "invitation.view", tenant: "team" });
const write = guard({ auth: "user", action: "invitation.admin", tenant: "team" });
const self = guard({ auth: "signed-in", tenant: "self" });
const holder = guard({ auth: "public", tenant: "none", reason: "the one-time token in the body is the proof" });

export const invitationRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List invitations", ok: pageOf(InvitationView) }),
    query(PageQuery),
    async (c) => {
      const page = c.req.valid("query");
      const rows = await listInvitations(c.var.deps, c.var.actor, page);
      return c.json(toPage(rows, page.limit, (row) => toInvitationView(row, c.var.deps.clock.now())));
    },
  )
  .post(
    "/",
    write,
    describe({ tag, summary: "Invite a person", ok: CreatedInvitationView, status: 201 }),
    body(CreateInvitation),
    async (c) => {
      const { invitation, ...rest } = await inviteMember(c.var.deps, c.var.actor, c.req.valid("json"));
      return c.json({ invitation: toInvitationView(invitation, c.var.deps.clock.now()), ...rest }, 201);
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Revoke an invitation" }), params(InvitationId), async (c) => {
    await revokeInvitation(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  })
  .post(
    "/show",
    holder,
    describe({ tag, summary: "Show what an invitation is for", ok: ShownInvitationView }),
    body(InvitationToken),
    async (c) => c.json(await showInvitation(c.var.deps, c.req.valid("json"), c.var)),
  )
  .post(
    "/accept",
    self,
    describe({ tag, summary: "Join the inviting team", ok: TeamView }),
    body(InvitationToken),
    async (c) => c.json(await acceptInvitation(c.var.deps, c.var.person, c.req.valid("json"))),
  );
