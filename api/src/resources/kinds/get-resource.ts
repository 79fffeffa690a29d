import type { Deps } from "../../kit/deps.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { kindOf } from "./registry.ts";

/** What its kind shows of it. */
export async function getResource(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "application.read");
  return kindOf(id).read(deps, actor, { id });
}
