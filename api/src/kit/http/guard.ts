import { networkOf } from "@fairlead/runner/contract";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { forbidden } from "../../rules/errors.ts";
import { allowWithin } from "../../rules/permissions.ts";
import type { Action } from "../../rules/rights.ts";
import { resolveActor, resolvePerson, resolveRunner } from "./actor.ts";
import type { ApiEnv, Person } from "./api-env.ts";
import { limitBody } from "./body-limit.ts";
import { takeTurn } from "./take-turn.ts";

/**
 * What a route declares; the route-table test fails on a route without it.
 * `user`: session or API token, with the action it needs: whoever may do it nowhere comes no further, and the verb asks of the row. `runner`: runner credential. `public`: anyone, with the reason.
 * `signed-in` and `instance-owner` find the person, without a team, in `c.var.person`.
 * `tenant`: `team` routes touch only rows of the actor's team; `self` only the person's own; `instance` and `none` say why not.
 */
export type RoutePolicy = { bodyLimitBytes?: number } & (
  | { auth: "user"; action: Action; tenant: "team" | "self" }
  | { auth: "instance-owner"; tenant: "instance" }
  | { auth: "signed-in"; tenant: "self" }
  | { auth: "runner"; tenant: "team" }
  /** `isPaced: false`: it counts its callers, takes its turn and holds bodies to their limit itself. */
  | { auth: "public"; tenant: "none"; reason: string; isPaced?: false }
);

const defaultLimitBytes = 64 * 1024;

function allowInstanceOwner({ isInstanceOwner, scopes }: Person): void {
  if (isInstanceOwner && (scopes === null || scopes.includes("admin"))) return;
  throw forbidden("auth.forbidden", "Only the owner of this instance may do this.");
}

/** Finds who asks, as the policy wants them, and counts the request as theirs; whoever it does not find is counted by network. */
async function admit(c: Context<ApiEnv>, policy: RoutePolicy): Promise<void> {
  if (policy.auth === "public") return policy.isPaced === false ? undefined : paceStranger(c);
  try {
    if (policy.auth === "runner") c.set("runner", await resolveRunner(c));
    else if (policy.auth === "user") c.set("actor", await resolveActor(c));
    else c.set("person", await resolvePerson(c));
  } catch (error) {
    await paceStranger(c);
    throw error;
  }
}

const paceStranger = ({ var: { deps, client } }: Context<ApiEnv>) =>
  deps.paces.take(deps, "strangerRequests", client?.ip ? networkOf(client.ip) : "unknown");

/** A runner waits for its answers and is not counted. */
async function pace({ var: { deps, actor, person } }: Context<ApiEnv>): Promise<void> {
  const known: { userId: string } | undefined = actor ?? person;
  if (known) await deps.paces.take(deps, "requests", known.userId);
  if (actor) await deps.paces.take(deps, "teamRequests", actor.teamId);
}

/** First handler of every route. Enforces its policy and carries it, so that tests can walk all routes. */
export function guard(policy: RoutePolicy) {
  const middleware = createMiddleware<ApiEnv>(async (c, next) => {
    // Known before they are judged: a refusal is recorded with whom it met.
    await admit(c, policy);
    await pace(c);
    if (policy.auth === "user") allowWithin(c.var.actor, policy.action);
    if (policy.auth === "instance-owner") allowInstanceOwner(c.var.person);
    if (policy.auth === "public" && policy.isPaced === false) return next();
    await limitBody(c, policy.bodyLimitBytes ?? defaultLimitBytes);
    const turn = await takeTurn(c);
    try {
      await next();
    } finally {
      // An answer that streams goes on without a place: it waits most of the time.
      turn.leave();
    }
  });
  return Object.assign(middleware, { policy });
}
