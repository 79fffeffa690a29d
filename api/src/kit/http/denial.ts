import { networkOf } from "@fairlead/runner/contract";
import type { Context } from "hono";
import type { Actor } from "../../rules/permissions.ts";
import { auditEntry } from "../audit/audit-log.ts";
import { hashToken } from "../tokens/token-text.ts";
import { runBatch } from "../write/run-batch.ts";
import type { ApiEnv, Person } from "./api-env.ts";
import { countAttempt } from "./rate-window.store.ts";

/** Beyond so many a minute, the denials of one credential or network tell nothing new and would only fill the table. */
const perMinute = 20;
/** Of everybody who showed no credential, together: networks are cheap. */
const strangersPerMinute = 120;
const minuteMs = 60_000;

type Denied = {
  teamId: string | null;
  actor: string;
  /** What is counted: a credential, an account. */
  by: string;
  action: string;
  target?: string;
  /** Stable code of the refusal. */
  code?: string;
};

/** Writes that somebody was refused. Done after the answer, so a refusal takes as long as any other. */
export function recordDenial(c: Context<ApiEnv>, { teamId, actor, by, action, target, code }: Denied): void {
  const { deps, requestId } = c.var;
  const detail = { method: c.req.method, path: c.req.path.slice(0, 200), ...(code && { code }) };
  deps.background(async () => {
    if (!(await isNews(deps, { by, most: perMinute }))) return;
    await runBatch(deps.db, [auditEntry(deps, { teamId, actor, action, target: target ?? null, detail, requestId })]);
  });
}

/** The same for somebody who showed nothing by which we know them: counted by network, and all of them together. */
export function recordStranger(c: Context<ApiEnv>, denied: Pick<Denied, "action" | "target" | "code">): void {
  const { deps, client } = c.var;
  deps.background(async () => {
    const network = await hashToken(client.ip === null ? "unknown" : networkOf(client.ip));
    const isNew = await isNews(deps, { by: "strangers", most: strangersPerMinute });
    if (isNew) recordDenial(c, { teamId: null, actor: "anonymous", by: network.slice(0, 32), ...denied });
  });
}

async function isNews(
  { db, clock }: Context<ApiEnv>["var"]["deps"],
  { by, most }: { by: string; most: number },
): Promise<boolean> {
  const window = await countAttempt(db, `denied:${by}`, { now: clock.now(), windowMs: minuteMs });
  return window !== undefined && window.count <= most;
}

/** Every answer 403, and every address that may not be used, leaves a row: of the team that the caller acted in, or of none. */
export function recordRefusal(c: Context<ApiEnv>, code: string): void {
  // Before the guard has resolved them, neither is there.
  const { actor, person }: { actor?: Actor; person?: Person } = c.var;
  const known = actor ?? person;
  const denied = { action: "access.denied", code };
  if (known) recordDenial(c, { ...denied, ...whoIs(known), teamId: actor?.teamId ?? null });
  else recordStranger(c, denied);
}

const whoIs = ({ via, userId, credentialId: by }: Actor | Person) => ({
  by,
  actor: via === "token" ? `token:${by}` : `user:${userId}`,
});
