import type { Context } from "hono";
import { unauthenticated } from "../domain/errors.ts";
import type { Actor } from "../domain/permissions.ts";
import type { ApiEnv, RunnerActor } from "./api-env.ts";

export async function resolveActor(
  _c: Context<ApiEnv>,
  _need: "user" | "signed-in" | "instance-owner",
): Promise<Actor> {
  throw unauthenticated();
}

export async function resolveRunner(_c: Context<ApiEnv>): Promise<RunnerActor> {
  throw unauthenticated();
}
