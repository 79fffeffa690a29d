import { createMiddleware } from "hono/factory";
import { forbidden } from "../domain/errors.ts";
import { type Action, allow } from "../domain/permissions.ts";
import { resolveActor, resolvePerson, resolveRunner } from "./actor.ts";
import type { ApiEnv, Person } from "./api-env.ts";
import { limitBody } from "./body-limit.ts";

/**
 * What a route declares; the route-table test fails on a route without it.
 * `user`: session or API token, with the action it needs. `runner`: runner credential. `public`: anyone, with the reason.
 * `signed-in` and `instance-owner` find the person, without a team, in `c.var.person`.
 * `tenant`: `team` routes touch only rows of the actor's team; `self` only the person's own; `instance` and `none` say why not.
 */
export type RoutePolicy = { bodyLimitBytes?: number } & (
  | { auth: "user"; action: Action; tenant: "team" | "self" }
  | { auth: "instance-owner"; tenant: "instance" }
  | { auth: "signed-in"; tenant: "self" }
  | { auth: "runner"; tenant: "team" }
  | { auth: "public"; tenant: "none"; reason: string }
);

const defaultLimitBytes = 64 * 1024;

function allowInstanceOwner({ isInstanceOwner, scopes }: Person): void {
  if (isInstanceOwner && (scopes === null || scopes.includes("admin"))) return;
  throw forbidden("auth.forbidden", "Only the owner of this instance may do this.");
}

/** First handler of every route. Enforces its policy and carries it, so that tests can walk all routes. */
export function guard(policy: RoutePolicy) {
  const middleware = createMiddleware<ApiEnv>(async (c, next) => {
    if (policy.auth === "runner") c.set("runner", await resolveRunner(c));
    else if (policy.auth === "user") {
      const actor = await resolveActor(c);
      // Known before it is judged: a refusal is recorded with whom it met.
      c.set("actor", actor);
      allow(actor, policy.action);
    } else if (policy.auth !== "public") {
      const person = await resolvePerson(c);
      c.set("person", person);
      if (policy.auth === "instance-owner") allowInstanceOwner(person);
    }
    await limitBody(c, policy.bodyLimitBytes ?? defaultLimitBytes);
    return next();
  });
  return Object.assign(middleware, { policy });
}
