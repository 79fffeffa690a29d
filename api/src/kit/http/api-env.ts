// pure

import type { Actor } from "../../rules/permissions.ts";
import type { Scope } from "../../rules/rights.ts";
import type { Client, Deps, Turn } from "../deps.ts";

/** A runner that presented its credential. */
export type RunnerActor = {
  runnerId: string;
  teamId: string;
  /** The contract it speaks. */
  contract: number;
  /** What is known of it so far. */
  known: { version: string; contract: number };
};

/** Who is signed in, whatever the team: for routes about the person and about the instance. */
export type Person = {
  userId: string;
  email: string;
  name: string;
  isInstanceOwner: boolean;
  via: "session" | "token";
  scopes: readonly Scope[] | null;
  /** Session or token id. */
  credentialId: string;
  requestId: string;
};

/** What handlers find in `c.var`. `actor`, `person` and `runner` exist only behind a guard that demands them. */
export type ApiEnv = {
  /** Given by the home with each request: `app.fetch(request, { deps, client })`. */
  Bindings: {
    deps: Deps;
    client: Client;
    /** Aborts when the process is asked to stop; a Worker is never asked. */
    closing?: AbortSignal;
  };
  Variables: {
    deps: Deps;
    requestId: string;
    client: Client;
    actor: Actor;
    person: Person;
    runner: RunnerActor;
    /** The place this request holds, behind every guard but those that count their callers themselves. */
    turn: Turn;
  };
};
