// pure

import type { Database } from "@fairlead/db";
import type { IdKind } from "@fairlead/runner/contract";
import type { Seat } from "../rules/next-turn.ts";
import type { WorkKinds } from "./work-kinds.ts";

export type Clock = {
  /** Epoch ms. In a process that stays it only moves by the time that passes, however the machine's clock is set meanwhile. */
  now(): number;
  /** By how many ms the machine's clock was set since; 0 while it was not. */
  stepMs(): number;
  /** Goes on from a time so many ms later, or earlier. For `followClock`, which takes along what is being waited for. */
  follow(stepMs: number): void;
};

export type Ids = {
  /** New sortable id, e.g. `app_01jd…`. */
  next(kind: IdKind): string;
  /** Unguessable text of `bytes` random bytes, base62. */
  secret(bytes: number): string;
};

/**
 * Seals secrets with the team's data key. `where` binds the ciphertext to its place (table, column, row), so a value
 * copied to another row does not open. Opening a foreign or damaged text throws.
 */
export type SecretBox = {
  /** The same text for the same FAIRLEAD_SECRET, and nothing that helps to find it: tells whether data were sealed with this one. */
  keyMark(): Promise<string>;
  opensTeamKey(wrapped: string): Promise<boolean>;
  newTeamKey(): Promise<string>;
  seal(teamKey: string, where: SealPlace, plain: string): Promise<string>;
  open(teamKey: string, where: SealPlace, sealed: string): Promise<string>;
  /** Keyed hash that only this instance makes, base64: whoever may write rows but has no secret cannot make one that fits. */
  mac(text: string): Promise<string>;
};
export type SealPlace = { table: string; column: string; row: string; team: string };

/** A change worth telling open pages about. Carries ids and states only: whoever listens asks the API for the rest. */
export type LiveEvent =
  | { type: "deployment"; id: string; application: string; status: string }
  | { type: "step"; deployment: string; step: string; status: string }
  | { type: "log"; job: string; deployment: string | null; seq: number }
  | { type: "resource"; id: string; kind: string; state: string }
  | { type: "bulk"; id: string; state: string }
  | { type: "server"; id: string; state: string }
  | { type: "runner"; id: string }
  | { type: "registry"; id: string; state: string }
  | { type: "member"; id: string }
  | { type: "delivery"; id: string; source: string; state: string };

/** Wake-ups. Losing one is harmless: polling stays the truth. */
export type Hub = {
  publish(teamId: string, event: LiveEvent): void;
  /** Yields events of one team until the signal aborts. */
  subscribe(teamId: string, signal: AbortSignal): AsyncIterable<LiveEvent>;
  /** A job for this runner was queued. */
  wakeRunner(runnerId: string): void;
  /** Resolves when the runner is woken, the time is up or the signal aborts. */
  awaitRunner(runnerId: string, waitMs: number, signal: AbortSignal): Promise<void>;
};

export type Mail = { to: string; subject: string; text: string; html: string; idempotencyKey: string };
export type Mailer = { isConfigured: boolean; send(mail: Mail): Promise<void> };

/** The one way out to addresses that users name: checks the target, follows no redirect, caps time and bytes. */
export type Egress = (url: string, init: EgressInit) => Promise<EgressAnswer>;
export type EgressInit = {
  method: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  maxBytes: number;
  /** The address is nobody's word but a member's: not even a private host that the operator allowed is reached by it. */
  onlyPublic?: boolean;
};
export type EgressAnswer = { status: number; headers: Headers; bytes: Uint8Array };

export type Log = {
  info(message: string, fields?: Record<string, string | number | boolean | null>): void;
  error(message: string, error: unknown, fields?: Record<string, string | number | boolean | null>): void;
};

export type Config = {
  /** Public origin, e.g. `https://fairlead.example.com`, without a trailing slash. Every link in a mail starts with it. */
  url: string;
  /** Origins whose pages may write with a session cookie; the public one is the first. */
  trustedOrigins: readonly string[];
  /** Private hosts (`name` or `name:port`) that calls to addresses of users may reach, by the operator's word. */
  allowedPrivateHosts: readonly string[];
  mailFrom: string;
  version: string;
};

/** Who sent a request, as far as the home can vouch for it: never a header that a client may set. */
export type Client = { ip: string | null; userAgent: string | null };

/** Passwords and browser sessions: hashing and cookies are the library's, every other rule is a verb of `identity/`. */
export type Auth = {
  hashPassword(password: string): Promise<string>;
  isPassword(password: string, hash: string): Promise<boolean>;
  /** Opens a session and returns the Set-Cookie lines; null for a wrong pair, which takes as long as a right one. */
  signIn(pair: { email: string; password: string }, client: Client): Promise<string[] | null>;
  /** The Set-Cookie lines that remove the cookie of a session, which the caller has ended. */
  signOut(): Promise<string[]>;
  /** Session token in a cookie header, if its signature holds. Whether that session still lives, the database says. */
  sessionToken(cookies: string): Promise<string | null>;
};

/** What the first start of an instance needs from its home. */
export type FirstStart = {
  /** The one-time code that proves access to the machine (or the Worker's secrets); null once used. */
  setupCode(): string | null;
  /** Called once, after the first owner and the team exist. */
  ownerCreated(): Promise<void>;
};

/**
 * What work that nobody waits for may use. A Worker's invocation has a number of outgoing calls, the database's among them, and few of
 * them wait at the same time; one process has no such end.
 */
export type Capacity = {
  atOnce: number;
  /** True once nothing more should begin in this turn: the next one goes on. */
  isSpent(): boolean;
};

/** How often something may be asked in time, by whom. */
export type Paces = {
  /** Counts one and throws `limit` with the time to wait once there were too many. */
  take(
    deps: Pick<Deps, "db" | "clock" | "log">,
    kind: "requests" | "teamRequests" | "strangerRequests" | "deliveries" | "teamDeliveries" | "dayDeliveries",
    subject: string,
  ): Promise<void>;
  /** The same for what comes in sizes: while anything is left the whole of it passes, and whoever comes next waits the longer. */
  spend(
    deps: Pick<Deps, "db" | "clock" | "log">,
    kind: "variableTraffic",
    of: { subject: string; amount: number },
  ): Promise<void>;
  /** The limits were changed: they are read again. */
  forget(): void;
};

/**
 * Whose requests are worked on now, so that a team that asks for everything at once makes nobody wait but itself. Laws:
 * - no more requests than there are places hold one, and of one subject no more than its share;
 * - the others wait: those of one lane in the order they came, subjects in turn, and within a subject its lanes in turn, so that
 *   neither its people nor its forges starve its runners;
 * - of a lane a bounded number waits; one more is refused as `limit` with the time to wait;
 * - who gives up while it waits (`signal`, asked for only then) leaves the queue and takes no place;
 * - leaving twice frees one place.
 */
export type Turns = { enter(seat: Seat, signal: () => AbortSignal): Promise<Turn> };
export type Turn = {
  leave(): void;
  /** Gives the place back while it waits for something, and comes back without being refused; one that gave up goes on without. */
  outside<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * When the inbox was looked at for a team, and when it will be: in a burst its deliveries are decided together. Numbers only, so that
 * requests of one isolate share it; it only saves work, since two workers never take the same delivery.
 */
export type Kicks = {
  /** Between two looks for one team. */
  paceMs: number;
  ofTeams: Map<string, { lookedAt: number; plannedFor: number | null }>;
};

/** Everything a verb may touch besides its arguments; built only in the entries and in test builders. */
export type Deps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  secrets: SecretBox;
  hub: Hub;
  mailer: Mailer;
  egress: Egress;
  log: Log;
  config: Config;
  auth: Auth;
  firstStart: FirstStart;
  capacity: Capacity;
  paces: Paces;
  turns: Turns;
  /** Ends after `ms`: whoever was refused for asking too often hears of it then. */
  hold(ms: number): Promise<void>;
  /** What the queue knows of each kind of job. */
  kinds: WorkKinds;
  kicks: Kicks;
  /** Runs work after the answer was sent; the Worker keeps itself alive for it. Errors are logged, never lost. */
  background(work: () => Promise<void>): void;
};
