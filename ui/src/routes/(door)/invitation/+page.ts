import { ApiError } from "#lib/api/api-error.ts";
import { showInvitation } from "#lib/api/teams.ts";

export async function load() {
  const token = location.hash.slice(1);
  try {
    return { token, invitation: await showInvitation(token), problem: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { token, invitation: null, problem: error.message };
  }
}
