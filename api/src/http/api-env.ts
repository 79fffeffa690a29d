import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/permissions.ts";

/** A runner that presented its credential. */
export type RunnerActor = { runnerId: string; teamId: string };

/** What handlers find in `c.var`. `actor` and `runner` exist only behind a guard that demands them. */
export type ApiEnv = { Variables: { deps: Deps; requestId: string; actor: Actor; runner: RunnerActor } };
