import { createMiddleware } from "hono/factory";
import { forbidden } from "../domain/errors.ts";
import { type Action, allow } from "../domain/permissions.ts";
import { resolveActor, resolvePerson, resolveRunner } from "./actor.ts";
import type { ApiEnv, Person } from "./api-env.ts";
import { limitBody } from "./body-limit.ts";
import { recordingDenial } from "./denial.ts";

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

const credentialOf = ({ via, userId, credentialId }: Pick<Person, "via" | "userId" | "credentialId">) => ({
  actor: via === "token" ? `token:${credentialId}` : `user:${userId}`,
  credentialId,
});

/** First handler of every route. Enforces its policy and carries it, so that tests can walk all routes. */
export function guard(policy: RoutePolicy) {
  const middleware = createMiddleware<ApiEnv>(async (c, next) => {
    if (policy.auth === "runner") c.set("runner", await resolveRunner(c));
    else if (policy.auth === "user") {
      const actor = await resolveActor(c);
      const denied = { ...credentialOf(actor), teamId: actor.teamId, action: "access.denied" };
      recordingDenial(c, denied, { check: () => allow(actor, policy.action) });
      c.set("actor", actor);
    } else if (policy.auth !== "public") {
      const person = await resolvePerson(c);
      const denied = { ...credentialOf(person), teamId: null, action: "access.denied" };
      if (policy.auth === "instance-owner") recordingDenial(c, denied, { check: () => allowInstanceOwner(person) });
      c.set("person", person);
    }
    await limitBody(c, policy.bodyLimitBytes ?? defaultLimitBytes);
    return next();
  });
  return Object.assign(middleware, { policy });
}
