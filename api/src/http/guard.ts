import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { AppError } from "../domain/errors.ts";
import { type Action, allow } from "../domain/permissions.ts";
import { resolveActor, resolveRunner } from "./actor.ts";
import type { ApiEnv } from "./api-env.ts";

/**
 * What a route declares; the route-table test fails on a route without it.
 * `user`: session or API token, with the action it needs. `runner`: runner credential. `public`: anyone, with the reason.
 * `tenant`: `team` routes touch only rows of the actor's team; `self` only the actor's own; `instance` and `none` say why not.
 */
export type RoutePolicy = { bodyLimitBytes?: number } & (
  | { auth: "user"; action: Action; tenant: "team" | "self" }
  | { auth: "instance-owner"; tenant: "instance" }
  | { auth: "signed-in"; tenant: "self" }
  | { auth: "runner"; tenant: "team" }
  | { auth: "public"; tenant: "none"; reason: string }
);

const defaultLimitBytes = 64 * 1024;

/** First handler of every route. Enforces its policy and carries it, so that tests can walk all routes. */
export function guard(policy: RoutePolicy) {
  const limit = bodyLimit({
    maxSize: policy.bodyLimitBytes ?? defaultLimitBytes,
    onError: () => {
      throw new AppError("invalid", "request.too_large", {
        message: `The request body is larger than ${policy.bodyLimitBytes ?? defaultLimitBytes} bytes.`,
      });
    },
  });
  const middleware = createMiddleware<ApiEnv>(async (c, next) => {
    if (policy.auth === "runner") c.set("runner", await resolveRunner(c));
    else if (policy.auth !== "public") {
      const actor = await resolveActor(c, policy.auth);
      c.set("actor", actor);
      if (policy.auth === "user") allow(actor, policy.action);
    }
    return limit(c, next);
  });
  return Object.assign(middleware, { policy });
}
