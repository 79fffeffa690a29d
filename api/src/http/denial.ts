import type { Context } from "hono";
import { auditEntry } from "../audit-log.ts";
import { AppError } from "../domain/errors.ts";
import { runBatch } from "../statement.ts";
import type { ApiEnv } from "./api-env.ts";
import { countAttempt } from "./rate-window.store.ts";

/** Beyond this many a minute, one credential's denials tell nothing new and would only fill the table. */
const perMinute = 20;

type Denied = { teamId: string | null; actor: string; credentialId: string; action: string };

/** Writes that somebody known was refused. Done after the answer, so a refusal takes as long as any other. */
export function recordDenial(c: Context<ApiEnv>, { teamId, actor, credentialId, action }: Denied): void {
  const { deps, requestId } = c.var;
  const { db, clock, background } = deps;
  const detail = { method: c.req.method, path: c.req.path.slice(0, 200) };
  background(async () => {
    const now = clock.now();
    const window = await countAttempt(db, `denied:${credentialId}`, { now, windowMs: 60_000 });
    if (!window || window.count > perMinute) return;
    await runBatch(db, [auditEntry(deps, { teamId, actor, action, target: null, detail, requestId })]);
  });
}

/** Runs a check; when it forbids, that is recorded before the caller hears of it. */
export function recordingDenial<T>(c: Context<ApiEnv>, denied: Denied, { check }: { check: () => T }): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof AppError && error.kind === "forbidden") recordDenial(c, denied);
    throw error;
  }
}
