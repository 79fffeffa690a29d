import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { findOpenInvitation } from "./join-by-invitation.ts";
import type { ShownInvitationView } from "./teams.schemas.ts";

/** Tells the holder of a link what it is for; changes nothing. */
export async function showInvitation(
  deps: Deps,
  { token }: { token: string },
  by: { client: Client },
): Promise<ShownInvitationView> {
  await throttle(deps, "token-in-body:address", { subject: by.client.ip });
  const { team, email, role, expiresAt, accountId } = await findOpenInvitation(deps, token);
  return { team, email, role, expiresAt, hasAccount: accountId !== null };
}
