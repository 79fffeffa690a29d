import type { Context } from "hono";
import { forbidden, notFound, unauthenticated } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { Role } from "../../rules/rights.ts";
import { hashToken, isWellFormed } from "../tokens/token-text.ts";
import type { ApiEnv, Person, RunnerActor } from "./api-env.ts";
import { greet } from "./contract.ts";
import {
  findApiToken,
  findRunnerByCredential,
  findSession,
  touchApiToken,
  touchRunner,
  touchSession,
} from "./credentials.store.ts";
import { recordDenial } from "./denial.ts";
import { createMemory } from "./memory.ts";

const minuteMs = 60_000;
/** A session nobody used this long is over, even when its cookie still lives. */
export const sessionIdleMs = 14 * 24 * 60 * minuteMs;

const hashes = createMemory(1_000);
const hashOf = (token: string) => hashes.of(token, hashToken);

type Known = { person: Person; team: { teamId: string; role: Role } | null };

/** One person within one team: what team routes need. */
export async function resolveActor(c: Context<ApiEnv>): Promise<Actor> {
  const { person, team } = await resolve(c);
  if (!team && askedTeam(c)) throw notFound("team");
  if (!team) throw forbidden("team.none", "You belong to no team yet. Ask for an invitation or create a team.");
  const { userId, isInstanceOwner, via, scopes, credentialId, requestId } = person;
  return { userId, isInstanceOwner, via, scopes, credentialId, requestId, ...team };
}

/** The person alone, for routes about themselves or the instance. */
export async function resolvePerson(c: Context<ApiEnv>): Promise<Person> {
  const { person } = await resolve(c);
  return person;
}

export async function resolveRunner(c: Context<ApiEnv>): Promise<RunnerActor> {
  const { db, clock, background } = c.var.deps;
  const token = bearer(c);
  if (!token || !isWellFormed("runner", token)) throw unauthenticated();
  const row = await findRunnerByCredential(db, await hashOf(token));
  if (!row || row.revokedAt !== null) throw unauthenticated();
  const { version, contract } = row;
  const now = clock.now();
  if (now - row.lastSeenAt > 10_000) background(async () => void (await touchRunner(db, row.runnerId, now)));
  return { runnerId: row.runnerId, teamId: row.teamId, contract: greet(c), known: { version, contract } };
}

/** A bearer token silences the cookie: a request acts as one credential, never as the stronger of two. */
function resolve(c: Context<ApiEnv>): Promise<Known> {
  return c.req.header("Authorization") === undefined ? bySession(c) : byToken(c);
}

function bearer(c: Context<ApiEnv>): string | undefined {
  return /^Bearer ([0-9A-Za-z_]{1,100})$/.exec(c.req.header("Authorization") ?? "")?.[1];
}

/** Event streams and downloads are opened by the browser itself, which sends no own headers: there the query names the team. */
const askedTeam = (c: Context<ApiEnv>) =>
  c.req.header("X-Fairlead-Team") ?? (c.req.method === "GET" ? c.req.query("team") : undefined) ?? null;

async function bySession(c: Context<ApiEnv>): Promise<Known> {
  const { db, clock, auth, background } = c.var.deps;
  const token = await auth.sessionToken(c.req.header("Cookie") ?? "");
  const row = token ? await findSession(db, token, { teamId: askedTeam(c) }) : undefined;
  const now = clock.now();
  if (!row || row.expiresAt.getTime() <= now || now - row.updatedAt.getTime() > sessionIdleMs) throw unauthenticated();
  if (now - row.updatedAt.getTime() > 10 * minuteMs)
    background(async () => void (await touchSession(db, row.sessionId, now)));
  const person = personOf(c, row, { via: "session", scopes: null, credentialId: row.sessionId });
  return { person, team: row.teamId && row.role ? { teamId: row.teamId, role: row.role } : null };
}

async function byToken(c: Context<ApiEnv>): Promise<Known> {
  const { db, clock, background } = c.var.deps;
  const token = bearer(c);
  if (!token || !isWellFormed("user", token)) throw unauthenticated();
  const row = await findApiToken(db, await hashOf(token));
  const now = clock.now();
  if (!row?.role || row.revokedAt !== null || (row.expiresAt ?? Number.POSITIVE_INFINITY) <= now) {
    // Somebody holds a token that was taken away: the team wants to know.
    if (row) {
      const { tokenId, teamId } = row;
      recordDenial(c, { teamId, actor: `token:${tokenId}`, by: tokenId, action: "token.refused" });
    }
    throw unauthenticated();
  }
  const asked = askedTeam(c);
  if (asked && asked !== row.teamId) throw notFound("team");
  if (now - (row.lastUsedAt ?? 0) > minuteMs) background(async () => void (await touchApiToken(db, row.tokenId, now)));
  const person = personOf(c, row, { via: "token", scopes: row.scopes, credentialId: row.tokenId });
  return { person, team: { teamId: row.teamId, role: row.role } };
}

function personOf(
  c: Context<ApiEnv>,
  row: { userId: string; email: string; name: string; instanceRole: "owner" | "user" },
  credential: Pick<Person, "via" | "scopes" | "credentialId">,
): Person {
  const { userId, email, name } = row;
  return {
    userId,
    email,
    name,
    isInstanceOwner: row.instanceRole === "owner",
    ...credential,
    requestId: c.var.requestId,
  };
}
