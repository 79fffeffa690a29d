import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listInvitations, listMembers } from "#lib/api/teams.ts";

export async function load({ parent, depends }) {
  depends("live:members");
  const { team } = await parent();
  const isAdmin = team.role === "owner" || team.role === "admin";
  const [members, invitations] = await loaded(Promise.all([listMembers(), isAdmin ? allOf(listInvitations) : []]));
  return { members: members.items, invitations: invitations.filter(({ state }) => state === "open") };
}
