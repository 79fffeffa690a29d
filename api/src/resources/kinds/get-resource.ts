import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { kindOf } from "./registry.ts";

/** What its kind shows of it, to whom its kind shows it. */
export const getResource = (deps: Deps, actor: Actor, { id }: { id: string }) => kindOf(id).read(deps, actor, { id });
