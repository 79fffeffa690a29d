import { loaded } from "#lib/api/http.ts";
import { listInvitations, listMembers } from "#lib/api/teams.ts";

export async function load({ parent, depends }) {
  depends("app:members");
  const { team } = await parent();
  const isAdmin = team.role === "owner" || team.role === "admin";
  const [members, invitations] = await loaded(Promise.all([listMembers(), isAdmin ? listInvitations() : null]));
  return { members: members.items, invitations: invitations?.items.filter(({ state }) => state === "open") ?? [] };
}
