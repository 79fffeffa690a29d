import { networkOf } from "@fairlead/runner/contract";
import { limited } from "../../rules/errors.ts";
import type { Deps } from "../deps.ts";
import { hashToken } from "../tokens/token-text.ts";
import { countUpTo, forgetWindow } from "./full-windows.ts";

const minuteMs = 60_000;

/** How often each guarded thing may be tried. Counted in the database, so all processes share one count; if that fails, so does the attempt. */
export const throttles = {
  "sign-in:account": { limit: 10, windowMs: 15 * minuteMs },
  "sign-in:address": { limit: 100, windowMs: 15 * minuteMs },
  "sign-up:address": { limit: 20, windowMs: 60 * minuteMs },
  "setup:address": { limit: 20, windowMs: 15 * minuteMs },
  "reset:account": { limit: 3, windowMs: 60 * minuteMs },
  "reset:address": { limit: 20, windowMs: 60 * minuteMs },
  "token-in-body:address": { limit: 60, windowMs: 15 * minuteMs },
  "password:person": { limit: 10, windowMs: 15 * minuteMs },
  "invitation:team": { limit: 50, windowMs: 60 * minuteMs },
} as const;
export type Throttle = keyof typeof throttles;

// Subjects are hashed: a counter must not become a list of addresses.
async function keyOf(throttle: Throttle, subject: string | null) {
  const counted = subject !== null && throttle.endsWith(":address") ? networkOf(subject) : (subject ?? "unknown");
  return `${throttle}:${(await hashToken(counted)).slice(0, 32)}`;
}

/** Counts one try and throws `limit` once there were too many. */
export async function throttle({ db, clock }: Pick<Deps, "db" | "clock">, name: Throttle, { subject }: Subject) {
  const { limit, windowMs } = throttles[name];
  const now = clock.now();
  const window = await countUpTo(db, await keyOf(name, subject), { now, windowMs, most: limit });
  if (!window || window.count <= limit) return;
  const waitSeconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
  throw limited("auth.too_many_attempts", `Too many attempts. Try again in ${waitSeconds} seconds.`, {
    retryAfterSeconds: waitSeconds,
  });
}

/** After a success: the failures before it no longer count. */
export async function forgive({ db }: Pick<Deps, "db">, name: Throttle, { subject }: Subject) {
  await forgetWindow(db, await keyOf(name, subject));
}

/** `subject`: what is counted. An address counts as its network, all unknown ones share one count. */
type Subject = { subject: string | null };
