import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { hashToken, isWellFormed } from "../../kit/tokens/token-text.ts";
import { forbidden } from "../../rules/errors.ts";
import { confirmByToken } from "./addresses.store.ts";

const closed = () =>
  forbidden("address.closed", "This link was used, replaced or has expired. Nothing is sent to you.");

/** By whoever got the mail. */
export async function confirmAddress(deps: Deps, { token }: { token: string }, by: { client: Client }): Promise<void> {
  await throttle(deps, "token-in-body:address", { subject: by.client.ip });
  if (!isWellFormed("address", token)) throw closed();
  const confirmed = await confirmByToken(deps.db, await hashToken(token), { now: deps.clock.now() });
  if (!confirmed) throw closed();
}
