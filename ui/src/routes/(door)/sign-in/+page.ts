import { redirect } from "@sveltejs/kit";
import { loaded } from "#lib/api/http.ts";
import { getSetup } from "#lib/api/identity.ts";

export async function load({ url }) {
  const setup = await loaded(getSetup());
  if (!setup.hasOwner) redirect(307, `/setup${location.hash}`);
  return { setup, next: url.searchParams.get("next") };
}
