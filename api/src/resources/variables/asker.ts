import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";

/** Who was let in by the verb that asks, for what only some of them may see or bring. */
export type Asker = { deps: Deps; actor: Actor };
