import { schema } from "@fairlead/db";
import { testDatabase } from "@fairlead/db/testing";
import * as kinds from "../job-kinds.ts";
import { createAuth } from "../kit/adapters/auth.ts";
import { randomIds } from "../kit/adapters/ids.ts";
import { createMemoryHub } from "../kit/adapters/memory-hub.ts";
import { createSecretBox } from "../kit/adapters/secret-box.ts";
import type { Deps, Mail } from "../kit/deps.ts";
import { unpaced } from "../kit/limits/paces.ts";
import { unlimitedTurns } from "../kit/limits/turns.ts";
import type { Actor } from "../rules/permissions.ts";
import type { Role } from "../rules/rights.ts";

/** A clock that moves only when told. `step`: somebody sets the machine's clock, while time passes as before. */
export function testClock(startMs = 1_800_000_000_000) {
  let now = startMs;
  let steppedMs = 0;
  return {
    now: () => now,
    advance: (ms: number) => (now += ms),
    set: (ms: number) => (now = ms),
    step: (ms: number) => (steppedMs += ms),
    stepMs: () => steppedMs,
    follow: (ms: number) => {
      now += ms;
      steppedMs -= ms;
    },
  };
}

export type TestDeps = Deps & {
  clock: ReturnType<typeof testClock>;
  sentMails: Mail[];
  /** Waits for everything handed to `background` so far. */
  settle(): Promise<void>;
  dispose(): void;
};

/** Real database, real encryption, real hub; time stands still and mails are kept in a list. */
export async function testDeps(): Promise<TestDeps> {
  const { db, dispose } = await testDatabase();
  let isDisposed = false;
  const sentMails: Mail[] = [];
  const running: Promise<void>[] = [];
  const url = "http://fairlead.test";
  return {
    db,
    clock: testClock(),
    ids: randomIds,
    secrets: createSecretBox("a test secret that is long enough to be taken"),
    hub: createMemoryHub(),
    mailer: { isConfigured: true, send: async (mail) => void sentMails.push(mail) },
    egress: async (url) => {
      throw new Error(`No egress in tests unless given: ${url}`);
    },
    log: { info: () => {}, error: (message, error) => console.error(message, error) },
    config: {
      url,
      trustedOrigins: [url],
      allowedPrivateHosts: [],
      mailFrom: "Fairlead <fairlead@fairlead.test>",
      version: "0.0.0-test",
    },
    auth: createAuth({ db, url, secret: "a test secret that is long enough to be taken" }),
    firstStart: { setupCode: () => null, ownerCreated: async () => {} },
    capacity: { atOnce: 32, isSpent: () => false },
    paces: unpaced,
    hold: async () => {},
    turns: unlimitedTurns,
    kinds,
    kicks: { paceMs: 100, ofTeams: new Map() },
    background: (work) => {
      const done = work();
      // What is still under way when the world goes away is no fault of anybody.
      if (isDisposed) done.catch(() => undefined);
      running.push(done);
    },
    sentMails,
    settle: async () => {
      while (running.length > 0) await running.shift();
    },
    dispose: () => {
      isDisposed = true;
      for (const each of running) each.catch(() => undefined);
      dispose();
    },
  };
}

/** A team with one person in the given role. */
export async function aTeam(deps: Deps, role: Role = "owner"): Promise<Actor> {
  const now = deps.clock.now();
  const teamId = deps.ids.next("team");
  const wrappedKey = await deps.secrets.newTeamKey();
  await deps.db.insert(schema.team).values({ id: teamId, name: "Harbour", wrappedKey, createdAt: now, updatedAt: now });
  return aMember(deps, teamId, role);
}

export async function aMember(deps: Deps, teamId: string, role: Role): Promise<Actor> {
  const now = deps.clock.now();
  const userId = deps.ids.secret(16);
  const date = new Date(now);
  await deps.db.batch([
    deps.db.insert(schema.user).values({
      id: userId,
      name: role,
      email: `${userId}@fairlead.test`.toLowerCase(),
      createdAt: date,
      updatedAt: date,
    }),
    deps.db.insert(schema.member).values({ id: deps.ids.next("member"), teamId, userId, role, createdAt: now }),
  ]);
  return {
    userId,
    teamId,
    role,
    isInstanceOwner: false,
    via: "session",
    scopes: null,
    credentialId: "test-session",
    requestId: "test-request",
  };
}

/** A person who can sign in, in no team. */
export async function aPerson(deps: Deps, email = `${deps.ids.secret(8)}@fairlead.test`.toLowerCase()) {
  const password = "correct horse battery";
  const userId = deps.ids.secret(16);
  const date = new Date(deps.clock.now());
  await deps.db.batch([
    deps.db.insert(schema.user).values({ id: userId, name: "Ada", email, createdAt: date, updatedAt: date }),
    deps.db.insert(schema.account).values({
      id: deps.ids.secret(16),
      accountId: userId,
      providerId: "credential",
      userId,
      password: await deps.auth.hashPassword(password),
      createdAt: date,
      updatedAt: date,
    }),
  ]);
  return { userId, email, password };
}
