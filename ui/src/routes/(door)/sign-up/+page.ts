import { redirect } from "@sveltejs/kit";
import { loaded } from "#lib/api/http.ts";
import { getSetup } from "#lib/api/identity.ts";

export async function load() {
  const setup = await loaded(getSetup());
  if (!setup.hasOwner) redirect(307, "/setup");
  if (setup.signUps !== "open") redirect(307, "/sign-in");
}
